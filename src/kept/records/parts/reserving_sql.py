"""Reserving, as one function of the database.

The last part of a kind is what everyone wants at the same moment, and they wait for one row: what
lies on that shelf. As nine statements from outside most of the time was Python's and the network's;
as one it is the database's, and no transaction stands open meanwhile. Each statement in here sees
what others have committed before it, as the same statements from outside would.
"""

from __future__ import annotations

# How much of a request is reserved, on its way or fitted; of what was sent off, `held` counts.
COVERED = """
    CREATE OR REPLACE FUNCTION parts_covered(request bigint) RETURNS numeric
    LANGUAGE sql STABLE AS $$
        SELECT COALESCE(sum(held.quantity), 0) FROM parts_reservation AS held
        WHERE held.request_id = request AND (held."end" = '' OR held."end" = 'taken'
            AND NOT EXISTS (SELECT FROM parts_shipment WHERE reservation_id = held.id))
    $$
"""
# Locks, in the order of all services of parts: the key, the case, the shelf, the ledger's stream.
# Nothing is written unless all is well. `early`: others may go on before the disk has it; then the
# caller waits for the disk by itself.
RESERVE = """
    CREATE OR REPLACE FUNCTION parts_reserve(
        wanted jsonb, told jsonb, who bigint, asked text, early boolean,
        OUT outcome text, OUT reservation bigint, OUT free numeric
    ) LANGUAGE plpgsql AS $$
    DECLARE
        place bigint := wanted ->> 'place_id';
        part bigint := wanted ->> 'part_id';
        kase bigint := wanted ->> 'case_id';
        request bigint := wanted ->> 'request_id';
        many numeric := wanted ->> 'quantity';
        stream text;
        before parts_reservation;
    BEGIN
        PERFORM pg_advisory_xact_lock(
            hashtextextended('reservation ' || who || ' ' || asked, 0));
        SELECT * INTO before FROM parts_reservation WHERE reserved_by_id = who AND key = asked;
        IF FOUND THEN
            reservation := before.id;
            outcome := CASE WHEN
                (before.place_id, before.part_id, before.quantity, before.case_id)
                = (place, part, many, kase) THEN 'repeated' ELSE 'key_reused' END;
            RETURN;
        END IF;

        SELECT 'case:' || number INTO stream FROM cases_case WHERE id = kase FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            outcome := 'no_case';
            RETURN;
        END IF;
        -- An open request of the case asks for this part, or it was proposed instead.
        IF request IS NOT NULL AND NOT EXISTS (
            SELECT FROM parts_partrequest AS needs
            WHERE needs.id = request AND needs.case_id = kase AND needs."end" = ''
            AND (needs.part_id = part OR EXISTS (SELECT FROM parts_proposal AS instead
                WHERE instead.request_id = needs.id AND instead.part_id = part))
            AND many <= needs.quantity - parts_covered(needs.id)
        ) THEN
            outcome := 'not_asked';
            RETURN;
        END IF;

        UPDATE parts_stock AS shelf SET reserved = shelf.reserved + many
        WHERE shelf.place_id = place AND shelf.part_id = part AND shelf.condition = 'good'
            AND shelf.on_hand >= shelf.reserved + many;
        IF NOT FOUND THEN
            outcome := 'not_enough';
            SELECT shelf.on_hand - shelf.reserved INTO free FROM parts_stock AS shelf
            WHERE shelf.place_id = place AND shelf.part_id = part AND shelf.condition = 'good';
            RETURN;
        END IF;
        INSERT INTO parts_reservation (place_id, part_id, quantity, case_id, request_id, lot,
            needed_at, reserved_at, reserved_by_id, key, "end")
        VALUES (place, part, many, kase, request, '', (wanted ->> 'needed_at')::timestamptz,
            (told ->> 'at')::timestamptz, who, asked, '')
        RETURNING id INTO reservation;
        UPDATE cases_case SET change = nextval('cases_change') WHERE id = kase;
        PERFORM ledger_add(stream, told,
            jsonb_build_object('reservation', reservation, 'wanted', wanted));
        IF early THEN
            PERFORM set_config('synchronous_commit', 'off', true);
        END IF;
        outcome := 'reserved';
    END $$
"""
