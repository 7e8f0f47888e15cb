"""What each table gives to the history, in the database's own words.

One SQL function for each source says what the entry of one row is; no row, no entry. The migration
puts it there with triggers that keep `history_entry` equal to it. Texts of functions, not views:
nothing depends on them when a table changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

FIELDS: Final = (
    *("kind", "at", "customer_id", "site_id", "system_id", "equipment_id", "case_id"),
    *("by", "title", "body", "data"),
)
LINE: Final = """
    CREATE TYPE history_line AS (
        kind text, at timestamptz, customer_id bigint, site_id bigint, system_id bigint,
        equipment_id bigint, case_id bigint, by text, title text, body text, data jsonb
    )
"""
# Only the case's own page tells these: how its clocks went, and what stands in another entry.
QUIET: Final = (
    *("request.received", "request.described", "contact.received", "contact.answered_live"),
    *("contact.missed", "contact.abandoned", "notice.formal", "fault.started"),
    *("interruption.began", "interruption.ended", "response.given", "call.taken_lookup_needed"),
    *("case.graded", "customer.demanded_visit", "visit.judged_necessary", "support.started"),
    *("remote.attempted", "waiting.began", "waiting.ended", "stop.began", "stop.ended"),
    *("fact.withdrawn", "spare.needed"),
)


@dataclass(frozen=True)
class Source:
    """A table, when its rows change what they give, and the line that one of them gives."""

    name: str
    table: str
    events: str
    select: str


# A day has no time: noon in Greenwich is the same day nearly everywhere.
NOON = "(({day} + time '12:00') AT TIME ZONE 'UTC')"

CASE = Source(
    "case",
    "cases_case",
    "INSERT",
    """
    SELECT CASE WHEN kase.case_type = 'complaint' OR EXISTS (
                SELECT FROM cases_casefact WHERE case_id = kase.id AND kind = 'request.received'
                AND "values" -> 'case_type' = '"complaint"') THEN 'complaint' ELSE 'case' END,
        kase.requested_at, kase.customer_id, kase.site_id, NULL::bigint, kase.equipment_id,
        kase.id, who.display_name, kase.title,
        concat_ws(E'\\n', NULLIF(NULLIF(kase.description, kase.title), ''),
            NULLIF(kase.caller, '')),
        jsonb_build_object('channel', kase.channel, 'case_type', kase.case_type)
    FROM cases_case AS kase JOIN people_person AS who ON who.id = kase.logged_by_id
    WHERE kase.id = $1
    """,
)
FACT = Source(
    "fact",
    "cases_casefact",
    "INSERT",
    """
    SELECT CASE
            WHEN fact.kind IN ('case.closed', 'case.reopened') THEN 'case'
            WHEN fact.kind = 'engineer.sent' OR fact.kind LIKE 'visit.%' THEN 'visit'
            WHEN fact.kind LIKE 'goods.%' OR fact.kind LIKE 'spare.%' THEN 'part'
            WHEN fact.kind LIKE 'repair.%' OR fact.kind IN
                ('service.restored', 'cause.found', 'solution.proposed', 'fault.confirmed_gone',
                 'remedy.chosen') THEN 'repair'
            WHEN fact.kind LIKE 'quote.%' OR fact.kind LIKE 'claim.%' OR fact.kind IN
                ('payment.received', 'order.placed') THEN 'money'
            WHEN fact.kind LIKE 'inspection%' OR fact.kind LIKE 'maintenance.%'
                OR fact.kind = 'reading.taken' THEN 'upkeep'
            WHEN fact.kind LIKE 'training.%' THEN 'training'
            WHEN fact.kind LIKE 'document.%' OR fact.kind IN
                ('report.signed', 'explanation.sent', 'record.filed') THEN 'document'
            WHEN fact.kind LIKE 'follow_up.%' THEN 'follow_up'
            WHEN fact.kind IN ('note.added', 'answer.given', 'reply.given', 'customer.told')
                THEN 'words'
            ELSE 'other' END,
        fact.at, fact.customer_id, kase.site_id, NULL::bigint, kase.equipment_id, fact.case_id,
        fact.by_name, '',
        -- What people wrote; what is chosen from a list says nothing without its question.
        concat_ws(E'\\n', (SELECT string_agg(text, E'\\n' ORDER BY key)
            FROM jsonb_each_text(fact."values") AS said (key, text)
            WHERE jsonb_typeof(fact."values" -> key) = 'string'
                AND text !~ '^[a-z0-9_.-]*$'), NULLIF(fact.despite, '')),
        jsonb_build_object('kind', fact.kind)
    FROM cases_casefact AS fact JOIN cases_case AS kase ON kase.id = fact.case_id
    WHERE fact.id = $1 AND fact.kind <> ALL({quiet})
        AND NOT EXISTS (SELECT FROM cases_casefact AS later
            WHERE later.case_id = fact.case_id AND later.corrects = fact.seq)
        -- The call, the document and its signature speak for themselves.
        AND NOT (fact.kind = 'follow_up.made' AND EXISTS (SELECT FROM followups_followup AS told
            WHERE told.case_id = fact.case_id AND told.at = fact.at))
        AND fact.key NOT LIKE 'document D-%' AND fact.key !~ '^signature [0-9]+$'
    """.replace("{quiet}", "'{" + ", ".join(QUIET) + "}'::text[]"),
)
CALL = Source(
    "call",
    "telephone_call",
    "INSERT OR UPDATE OF ended_at, customer_id, contact_id, case_id",
    """
    SELECT 'call', call.started_at, call.customer_id, kase.site_id, NULL::bigint,
        kase.equipment_id, call.case_id, COALESCE(who.display_name, call.answered_name),
        COALESCE(contact.name, ''),
        concat_ws(E'\\n', call.caller, call.caller_text, call.called, call.called_text,
            NULLIF(call.queue, '')),
        jsonb_build_object('direction', call.direction, 'answered', call.answered_at IS NOT NULL,
            'number', CASE call.direction WHEN 'in' THEN COALESCE(NULLIF(call.caller, ''),
                call.caller_text) ELSE COALESCE(NULLIF(call.called, ''), call.called_text) END,
            'seconds', extract(epoch FROM call.ended_at - call.answered_at)::int)
    FROM telephone_call AS call
    LEFT JOIN cases_case AS kase ON kase.id = call.case_id
    LEFT JOIN archive_contact AS contact ON contact.id = call.contact_id
    LEFT JOIN people_person AS who ON who.id = call.answered_by_id
    WHERE call.id = $1 AND call.customer_id IS NOT NULL AND call.ended_at IS NOT NULL
    """,
)
LETTER = Source(
    "letter",
    "mail_letter",
    "INSERT OR UPDATE OF outcome, customer_id, case_id",
    """
    SELECT 'letter', letter.received_at, letter.customer_id, kase.site_id, NULL::bigint,
        kase.equipment_id, letter.case_id,
        COALESCE(NULLIF(letter.sender_name, ''), letter.sender), letter.subject,
        concat_ws(E'\\n', letter.sender, left(letter.text, 4000)),
        jsonb_build_object('outcome', letter.outcome)
    FROM mail_letter AS letter LEFT JOIN cases_case AS kase ON kase.id = letter.case_id
    WHERE letter.id = $1 AND letter.customer_id IS NOT NULL AND letter.outcome <> 'taken'
    """,
)
VERSION = Source(
    "version",
    "documents_version",
    "INSERT",
    """
    SELECT 'document', issued.issued_at, issued.customer_id, kase.site_id, NULL::bigint,
        kase.equipment_id, kase.id, who.display_name, paper.number,
        (SELECT left(string_agg(words, E'\\n'), 4000)
            FROM jsonb_each(paper.texts) AS field (key, told)
            CROSS JOIN LATERAL jsonb_each_text(CASE jsonb_typeof(told) WHEN 'object' THEN told
                ELSE '{}' END) AS said (language, words)),
        jsonb_build_object('kind', paper.kind, 'version', issued.number)
    FROM documents_version AS issued
    JOIN documents_document AS paper ON paper.id = issued.document_id
    JOIN cases_case AS kase ON kase.id = paper.case_id
    JOIN people_person AS who ON who.id = issued.issued_by_id
    WHERE issued.id = $1
    """,
)
SIGNATURE = Source(
    "signature",
    "documents_signature",
    "INSERT",
    """
    SELECT 'document', signed.at, signed.customer_id, kase.site_id, NULL::bigint,
        kase.equipment_id, kase.id, COALESCE(who.display_name, signed.name), paper.number,
        concat_ws(E'\\n', signed.name, NULLIF(signed.role, ''), NULLIF(signed.reason, '')),
        jsonb_build_object('kind', paper.kind, 'version', issued.number, 'party', signed.party,
            'outcome', signed.outcome, 'name', signed.name)
    FROM documents_signature AS signed
    JOIN documents_version AS issued ON issued.id = signed.version_id
    JOIN documents_document AS paper ON paper.id = issued.document_id
    JOIN cases_case AS kase ON kase.id = paper.case_id
    -- Nobody of us takes down what comes by a link.
    LEFT JOIN people_person AS who ON who.id = signed.taken_by_id
    WHERE signed.id = $1
    """,
)
ATTACHMENT = Source(
    "attachment",
    "files_attachment",
    "INSERT OR UPDATE OF withdrawn_at",
    """
    SELECT 'file', file.added_at, file.customer_id, kase.site_id, NULL::bigint,
        kase.equipment_id, kase.id, file.added_by_name, file.name,
        concat_ws(E'\\n', NULLIF(file.note, ''), NULLIF(file.withdrawn_why, '')),
        jsonb_build_object('kind', file.kind, 'withdrawn', file.withdrawn_at IS NOT NULL)
    FROM files_attachment AS file JOIN cases_case AS kase ON kase.id = file.case_id
    WHERE file.id = $1 AND file.kind <> 'mail'  -- that is the letter itself
    """,
)
FOLLOW_UP = Source(
    "follow_up",
    "followups_followup",
    "INSERT",
    """
    SELECT 'follow_up', told.at, told.customer_id, kase.site_id, NULL::bigint,
        kase.equipment_id, kase.id, who.display_name, '',
        concat_ws(E'\\n', NULLIF(told.words, ''), told.asked),
        jsonb_build_object('outcome', told.outcome, 'asked', told.asked, 'score', told.score,
            'is_gone', told.is_gone)
    FROM followups_followup AS told JOIN cases_case AS kase ON kase.id = told.case_id
    JOIN people_person AS who ON who.id = told.by_id
    WHERE told.id = $1
    """,
)
CONTRACT = Source(
    "contract",
    "contracts_contract",
    "INSERT",
    f"""
    SELECT 'contract', {NOON.format(day="agreed.signed_on")}, agreed.customer_id, NULL::bigint,
        NULL::bigint, NULL::bigint, NULL::bigint, who.display_name, agreed.number, agreed.tier,
        jsonb_build_object('what', 'signed', 'day', agreed.signed_on, 'kind', agreed.kind)
    FROM contracts_contract AS agreed JOIN people_person AS who ON who.id = agreed.registered_by_id
    WHERE agreed.id = $1
    """,  # noqa: S608  # our own names
)
CONTRACT_END = Source(
    "contract_end",
    "contracts_contract",
    "INSERT OR UPDATE OF ends_on",
    f"""
    SELECT 'contract', {NOON.format(day="agreed.ends_on")}, agreed.customer_id, NULL::bigint,
        NULL::bigint, NULL::bigint, NULL::bigint, '', agreed.number, '',
        jsonb_build_object('what', 'ended', 'day', agreed.ends_on)
    FROM contracts_contract AS agreed WHERE agreed.id = $1 AND agreed.ends_on IS NOT NULL
    """,  # noqa: S608  # our own names
)
CONTRACT_LINE = Source(
    "contract_line",
    "contracts_contractline",
    "INSERT OR DELETE",
    f"""
    SELECT 'contract', {NOON.format(day="line.starts_on")}, line.customer_id, line.site_id,
        line.system_id, line.equipment_id, NULL::bigint, who.display_name, agreed.number, '',
        jsonb_build_object('what', 'covers', 'day', line.starts_on, 'covers', line.covers)
    FROM contracts_contractline AS line
    JOIN contracts_contract AS agreed ON agreed.id = line.contract_id
    JOIN people_person AS who ON who.id = line.added_by_id
    WHERE line.id = $1
    """,  # noqa: S608  # our own names
)
OVERRIDE = Source(
    "override",
    "contracts_contractoverride",
    "INSERT OR UPDATE OF withdrawn_at",
    """
    SELECT 'contract', other.recorded_at, other.customer_id, NULL::bigint, NULL::bigint,
        NULL::bigint, NULL::bigint, who.display_name, agreed.number,
        concat_ws(E'\\n', other.source, other.reason),
        jsonb_build_object('what', 'differs', 'rule', other.rule, 'source', other.source,
            'withdrawn', other.withdrawn_at IS NOT NULL)
    FROM contracts_contractoverride AS other
    JOIN contracts_contract AS agreed ON agreed.id = other.contract_id
    JOIN people_person AS who ON who.id = other.recorded_by_id
    WHERE other.id = $1
    """,
)
MILESTONE = Source(
    "milestone",
    "archive_milestone",
    "INSERT OR UPDATE OF superseded_at, customer_id",
    f"""
    SELECT 'machine', {NOON.format(day='day."on"')}, day.customer_id, piece.site_id,
        NULL::bigint, piece.id, NULL::bigint, who.display_name, '', day.evidence,
        jsonb_build_object('kind', day.kind, 'day', day."on", 'evidence', day.evidence)
    FROM archive_milestone AS day JOIN archive_equipment AS piece ON piece.id = day.equipment_id
    JOIN people_person AS who ON who.id = day.recorded_by_id
    WHERE day.id = $1 AND day.superseded_at IS NULL
    """,  # noqa: S608  # our own names
)
REPLACEMENT = Source(
    "replacement",
    "archive_equipment",
    "INSERT OR UPDATE OF customer_id, site_id",
    """
    SELECT 'part', piece.registered_at, piece.customer_id, piece.site_id, NULL::bigint, piece.id,
        NULL::bigint, who.display_name, piece.serial_number, older.serial_number,
        jsonb_build_object('older', older.serial_number, 'older_id', older.id,
            'newer', piece.serial_number)
    FROM archive_equipment AS piece JOIN archive_equipment AS older ON older.id = piece.replaces_id
    JOIN people_person AS who ON who.id = piece.registered_by_id
    WHERE piece.id = $1
    """,
)
ANSWERS = Source(
    "answers",
    "checklists_checklistanswer",
    "INSERT",
    """
    -- What was sent at once is one entry: that of the first answer in it.
    SELECT 'checklist', first.at, first.customer_id, kase.site_id, NULL::bigint,
        kase.equipment_id, kase.id, first.by_name,
        (SELECT string_agg(name, E'\\n' ORDER BY language)
            FROM jsonb_each_text(version.names) AS named (language, name)),
        left(told.words, 4000),
        jsonb_build_object('run', run.id, 'names', version.names, 'answers', told.answers)
    FROM checklists_checklistanswer AS first
    JOIN checklists_checklistrun AS run ON run.id = first.run_id
    JOIN checklists_checklistversion AS version ON version.id = run.version_id
    JOIN cases_case AS kase ON kase.id = first.case_id
    CROSS JOIN LATERAL (
        SELECT jsonb_agg(jsonb_build_object('item', asked.item, 'outcome', answer.outcome,
                'said', answer.said, 'outside', answer.is_outside, 'text', answer.text)
                ORDER BY answer.seq) AS answers,
            string_agg(concat_ws(E'\\n',
                (SELECT string_agg(words, E'\\n' ORDER BY language)
                    FROM jsonb_each_text(asked.item -> 'texts') AS asks (language, words)),
                CASE WHEN answer.kind <> 'choice' THEN NULLIF(answer.said, '') ELSE
                    (SELECT string_agg(words, E'\\n' ORDER BY language) FROM jsonb_each_text(
                        asked.item -> 'choices' -> (NULLIF(answer.said, '')::int - 1)
                    ) AS chosen (language, words)) END,
                NULLIF(answer.text, '')), E'\\n' ORDER BY answer.seq) AS words
        FROM checklists_checklistanswer AS answer
        CROSS JOIN LATERAL (SELECT version.items -> (answer.item - 1) AS item) AS asked
        WHERE answer.run_id = first.run_id AND answer.key = first.key
    ) AS told
    WHERE first.id = $1 AND NOT EXISTS (
        SELECT FROM checklists_checklistanswer AS earlier
        WHERE earlier.run_id = first.run_id AND earlier.key = first.key AND earlier.seq < first.seq)
    """,
)
SOURCES: Final = (
    *(CASE, FACT, CALL, LETTER, VERSION, SIGNATURE, ATTACHMENT, FOLLOW_UP),
    *(CONTRACT, CONTRACT_END, CONTRACT_LINE, OVERRIDE, MILESTONE, REPLACEMENT),
    ANSWERS,
)
LATER: Final = (ANSWERS,)  # came when there was a history already, with a migration of its own
FIRST: Final = tuple(source for source in SOURCES if source not in LATER)
