"""The statements of the sweep: its cost follows what is due, not how many clocks sleep."""

# Clock and case are both locked, so nobody records a fact in between; who is locked is skipped
# and comes later. Cases that must be assessed anew first are left to that.
CLAIM = """
    SELECT clock.id, clock.case_id, clock.customer_id, kase.number, clock.key, clock.clauses,
           clock.strength, clock.state, clock.due_at, clock.broken_at, clock.promise_version,
           clock.names, clock.plan
    FROM cases_clock AS clock JOIN cases_case AS kase ON kase.id = clock.case_id
    WHERE clock.look_at <= %s AND (kase.reassess_at IS NULL OR kase.reassess_at > %s)
    ORDER BY clock.look_at, clock.id
    LIMIT %s
    FOR UPDATE OF clock, kase SKIP LOCKED
"""
MOVE_ON = """
    UPDATE cases_clock AS clock
    SET state = new.state, broken_at = new.broken_at, plan = new.plan, look_at = new.look_at
    FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::jsonb[], %s::timestamptz[])
        AS new (id, state, broken_at, plan, look_at)
    WHERE clock.id = new.id
"""
# A warning comes once for each promise; breaches are counted as they come.
ADD_FLIPS = """
    INSERT INTO cases_flip (case_id, customer_id, clock, kind, promise_version, nth, at,
                            noted_at, due_before, due_after)
    SELECT case_id, customer_id, clock, kind, version,
           CASE kind WHEN 'broken' THEN 1 + (
               SELECT count(*) FROM cases_flip AS old
               WHERE old.case_id = new.case_id AND old.clock = new.clock
                 AND old.kind = new.kind AND old.promise_version = new.version
           ) ELSE nth END,
           at, %s, due_at, due_at
    FROM unnest(%s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::int[], %s::int[],
                %s::timestamptz[], %s::timestamptz[])
        AS new (case_id, customer_id, clock, kind, version, nth, at, due_at)
    ON CONFLICT (case_id, clock, kind, promise_version, nth) DO NOTHING
    RETURNING case_id, customer_id, clock, kind, promise_version, nth, at, due_after
"""
TOUCH_CASES = """
    UPDATE cases_case SET change = nextval('cases_change') WHERE id = ANY(%s)
"""
