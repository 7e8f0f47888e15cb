"""The statements that put the sources and their triggers into the database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kept.records.history.sources import FACT, FIELDS, FIRST, LINE, QUIET, Source

COLUMNS: Final = ", ".join(FIELDS)
# Without words there is nothing to be found by.
WORDS: Final = (
    "CASE WHEN line.title || line.body !~ '\\S' THEN '' END, "
    "CASE WHEN line.title || line.body !~ '\\S' THEN '{}'::text[] END"
)


def install() -> Iterator[str]:
    """Yield the statements for the first sources; only our own names are put into them."""
    yield LINE
    for source in FIRST:
        yield _says(source)
        yield _puts(source)
    for source in FIRST:
        yield _notes(source)
        yield from _trigger(source)


def remove() -> Iterator[str]:
    """Yield the statements that take the first sources away."""
    for source in FIRST:
        yield from take_away(source)
    yield "DROP TYPE history_line"


def add(source: Source) -> Iterator[str]:
    """Yield the statements after which a further source is told of, with what was before."""
    yield _says(source)
    yield _puts(source)
    yield _notes(source)
    yield from _trigger(source)
    yield write_all(source)


def take_away(source: Source) -> Iterator[str]:
    """Yield the statements that take a source away; its entries stay for whoever deletes them."""
    yield f"DROP TRIGGER history_{source.name} ON {source.table}"
    yield f"DROP FUNCTION history_note_{source.name}()"
    yield f"DROP FUNCTION history_put_{source.name}(bigint)"
    yield f"DROP FUNCTION history_of_{source.name}(bigint)"


def renew(source: Source) -> Iterator[str]:
    """Yield the statements after which a source says what it says now, of what was before too."""
    yield _says(source)
    yield write_all(source)


def write_all(source: Source) -> str:
    """Return the statement that writes the entries of a source, as far as they are not there."""
    return f"""
        INSERT INTO history_entry AS there (source, object_id, {COLUMNS}, folded, grams)
        SELECT '{source.name}', told.id, {_of("line")}, {WORDS}
        FROM {source.table} AS told CROSS JOIN LATERAL history_of_{source.name}(told.id) AS line
        {_conflict()}
    """  # noqa: S608  # our own names


def differ(source: Source) -> str:
    """Return the statement for the rows of a source whose entry is not what it should be."""
    return f"""
        SELECT COALESCE(line.object_id, there.object_id)
        FROM (SELECT told.id AS object_id, given.* FROM {source.table} AS told
            CROSS JOIN LATERAL history_of_{source.name}(told.id) AS given) AS line
        FULL JOIN (SELECT * FROM history_entry WHERE source = '{source.name}') AS there
            ON there.object_id = line.object_id
        WHERE ({_of("line")}) IS DISTINCT FROM ({_of("there")})
        ORDER BY 1
    """  # noqa: S608  # our own names


def _says(source: Source) -> str:
    return f"""
        CREATE OR REPLACE FUNCTION history_of_{source.name}(bigint) RETURNS SETOF history_line
        LANGUAGE sql STABLE AS $says$ {_texts(source.select)} $says$
    """


def _texts(select: str) -> str:
    return f"""
        SELECT kind, at, customer_id, site_id, system_id, equipment_id, case_id, COALESCE(by, ''),
            COALESCE(title, ''), COALESCE(body, ''), jsonb_strip_nulls(data)
        FROM ({select}) AS line ({COLUMNS})
    """  # noqa: S608  # our own names


def _puts(source: Source) -> str:
    return f"""
        CREATE OR REPLACE FUNCTION history_put_{source.name}(bigint) RETURNS void
        LANGUAGE plpgsql AS $puts$ BEGIN
            INSERT INTO history_entry AS there (source, object_id, {COLUMNS}, folded, grams)
            SELECT '{source.name}', $1, {_of("line")}, {WORDS}
            FROM history_of_{source.name}($1) AS line
            {_conflict()};
            IF NOT FOUND THEN
                DELETE FROM history_entry WHERE source = '{source.name}' AND object_id = $1
                    AND NOT EXISTS (SELECT FROM history_of_{source.name}($1));
            END IF;
        END $puts$
    """  # noqa: S608  # our own names


def _conflict() -> str:
    return f"""
        ON CONFLICT (source, object_id) DO UPDATE
        SET ({COLUMNS}, folded, grams) = ROW({_of("excluded")}, excluded.folded, excluded.grams)
        WHERE ({_of("there")}) IS DISTINCT FROM ({_of("excluded")})
    """  # noqa: S608  # our own names


def _of(row: str) -> str:
    return ", ".join(f"{row}.{field}" for field in FIELDS)


def _notes(source: Source) -> str:
    if source is FACT:
        return _notes_facts()
    return f"""
        CREATE FUNCTION history_note_{source.name}() RETURNS trigger LANGUAGE plpgsql
        AS $notes$ BEGIN
            PERFORM history_put_{source.name}(COALESCE(NEW.id, OLD.id));
            RETURN NULL;
        END $notes$
    """


def _notes_facts() -> str:
    """A correction takes the place of what it corrects; once a complaint is always one."""
    return """
        CREATE FUNCTION history_note_fact() RETURNS trigger LANGUAGE plpgsql AS $notes$ BEGIN
            PERFORM history_put_fact(NEW.id);
            IF NEW.corrects IS NOT NULL THEN
                PERFORM history_put_fact(id) FROM cases_casefact
                    WHERE case_id = NEW.case_id AND seq = NEW.corrects;
            END IF;
            IF NEW.kind = 'request.received' THEN
                PERFORM history_put_case(NEW.case_id);
            END IF;
            RETURN NULL;
        END $notes$
    """


def _trigger(source: Source) -> Iterator[str]:
    when = ""
    if source is FACT:
        quiet = ", ".join(f"'{kind}'" for kind in QUIET)
        when = f"WHEN (NEW.corrects IS NOT NULL OR NEW.kind NOT IN ({quiet}))"
    yield f"""
        CREATE TRIGGER history_{source.name} AFTER {source.events} ON {source.table}
        FOR EACH ROW {when} EXECUTE FUNCTION history_note_{source.name}()
    """
