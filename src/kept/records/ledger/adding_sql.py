"""Adding to the ledger from within a function of the database.

Where many wait for one row, a service is one such function: each question from outside would be
one more round trip while they wait. So the chain is made here as well, as `chain.py` makes it;
a test holds both to the same text.
"""

from __future__ import annotations

# What `chain.canonical` writes. Only whole numbers are ever told, and jsonb knows no NUL.
CANONICAL = """
    CREATE OR REPLACE FUNCTION ledger_canonical(said jsonb) RETURNS text
    LANGUAGE plpgsql IMMUTABLE STRICT AS $$ BEGIN
        RETURN CASE jsonb_typeof(said)
            WHEN 'object' THEN (
                SELECT concat('{', string_agg(to_jsonb(key)::text || ':' ||
                    CASE WHEN jsonb_typeof(value) IN ('object', 'array')
                    THEN ledger_canonical(value) ELSE value::text END,
                    ',' ORDER BY key COLLATE "C"), '}')
                FROM jsonb_each(said))
            WHEN 'array' THEN (
                SELECT concat('[', string_agg(
                    CASE WHEN jsonb_typeof(value) IN ('object', 'array')
                    THEN ledger_canonical(value) ELSE value::text END, ',' ORDER BY nth), ']')
                FROM jsonb_array_elements(said) WITH ORDINALITY AS one (value, nth))
            ELSE said::text END;
    END $$
"""
# Adds one entry to a stream that has begun: `told` is what `services.telling` returns.
ADD = """
    CREATE OR REPLACE FUNCTION ledger_add(to_stream text, told jsonb, said jsonb) RETURNS void
    LANGUAGE plpgsql AS $$
    DECLARE
        last ledger_head;
        body jsonb;
        digest text;
    BEGIN
        SELECT * INTO STRICT last FROM ledger_head WHERE stream = to_stream FOR UPDATE;
        body := told || jsonb_build_object(
            'stream', to_stream, 'seq', last.seq + 1, 'data', said, 'prev', last.hash);
        digest := encode(sha256(convert_to(ledger_canonical(body), 'UTF8')), 'hex');
        INSERT INTO ledger_entry (stream, seq, at, actor, name, origin, verb, data, prev, hash)
        VALUES (to_stream, last.seq + 1, (told ->> 'at')::timestamptz, told ->> 'actor',
            told ->> 'name', told ->> 'origin', told ->> 'verb', said, last.hash, digest);
        UPDATE ledger_head SET seq = last.seq + 1, hash = digest WHERE stream = to_stream;
    END $$
"""
