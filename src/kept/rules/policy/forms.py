"""The keys of every mapping of the language: what the readers accept and the schema describes."""

from __future__ import annotations

from dataclasses import dataclass

from kept.rules.said import Saying, noun


@dataclass(frozen=True, slots=True)
class Form:
    """A mapping of the language: what it is called in sentences, and its keys."""

    what: Saying
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    texts: bool = False  # language tags stand beside the keys

    @property
    def keys(self) -> tuple[str, ...]:
        """Return all keys."""
        return (*self.required, *self.optional)


POLICY = Form(
    noun("policy"),
    ("policy", "language", "title", "zone", "clauses", "rules"),
    (
        "version",
        "currency",
        "paper",
        "parties",
        "roles",
        "calendars",
        "channels",
        "case_types",
        "components",
        "price_bases",
        "facts",
        "events",
        "levels",
        "zones",
        "cause",
        "work_time",
        "required",
        "readings",
        "accepted",
    ),
)
REQUIREMENT_KINDS = ("text", "rules", "price_list", "document")
REQUIREMENT = Form(noun("requirement"), ("name", "source"), (*REQUIREMENT_KINDS, "note"))
CLAUSE = Form(noun("clause"), (), ("line", "statement", "unset", "pending", "needs"), texts=True)
READING = Form(noun("reading"), ("clauses",), ("decided_by", "decided_on"), texts=True)
ACCEPTANCE = Form(
    noun("accepted finding"), ("finding", "clauses", "decided_by"), ("decided_on",), texts=True
)
NAMED = Form(noun("entry"), (), ("name", "source"))
CHANNEL = Form(noun("channel"), (), ("name", "source", "calendar"))
ATTRIBUTE = Form(noun("fact"), (), ("type", "name", "choices", "ask", "at"))
CHOICE = Form(noun("choice"), (), ("name", "within"))
EVENT_KIND = Form(noun("event"), ("name",), ("undone_by",))
CALENDAR = Form(
    noun("calendar"),
    ("name",),
    (
        "always",
        "weekly",
        "holidays",
        "company",
        "breaks",
        "zone",
        "cut_off",
        "source",
        "assumed",
    ),
)
SCALE = Form(
    noun("classification"),
    ("name", "grades"),
    ("source", "grader", "contest", "from", "by", "cells", "see", "note"),
)
CONTEST = Form(
    noun("contest"),
    (),
    ("by", "decided_by", "within", "calendar", "until_decided", "source"),
)
CAUSE = Form(noun("finding of the cause"), ("contest",), ("source",))
WORK_TIME = Form(
    noun("work time"),
    ("calendar", "source"),
    ("components", "bands", "call_out", "increments", "note"),
)
WORK_BAND = Form(noun("band of hours"), (), ("on", "hours", "factor", "name", "source"))
GRADE = Form(noun("grade"), ("name",), ("source", "when", "otherwise"))
MATRIX_CELL = Form(noun("cell of a matrix"), ("is",), ("source",))

# Optional keys that every rule has; a form adds its own.
SHARED = ("source", "see", "note", "when", "assumed")

CLOCK = Form(
    noun("clock"),
    ("form", "name", "start", "stop", "limit", "calendar"),
    (
        "source",
        "see",
        "note",
        "actor",
        "when",
        "strength",
        "pauses",
        "warn",
        "repeat",
        "until",
        "waived_by",
        "before",
        "not_before",
        "assumed",
    ),
)
TERM = Form(
    noun("term"),
    ("form", "name", "start", "length"),
    (
        *SHARED,
        "end",
        "at_most",
        "at_least",
        "evidence",
        "extend",
        "renews",
        "restart",
        "void",
        "transfer",
        "guarantor",
        "gives",
    ),
)
COVER = Form(noun("cover rule"), ("form", "name", "cases"), ("see", "note"))
COST = Form(noun("cost rule"), ("form", "name", "cases"), ("see", "note"))
GATE = Form(noun("gate"), ("form", "name", "step", "needs"), ("excused_by", *SHARED))
REMEDY = Form(
    noun("remedy"),
    ("form", "name", "chooser", "options"),
    ("choose", "until", "kept", "exclusive", *SHARED),
)
OPTION = Form(noun("option"), ("name",), ("when", "source"))
LADDER = Form(noun("ladder"), ("form", "name", "steps"), ("solved", *SHARED))
LADDER_STEP = Form(noun("step"), ("name", "tried"), ("when", "source"))
NEED = Form(noun("need"), ("when",), ("name", "source"))
MEASURE = Form(
    noun("measure"),
    ("form", "name"),
    (
        "intervals",
        "exclude",
        "window",
        "calendar",
        "unit",
        "gives",
        "reading",
        "without",
        "value",
        "target",
        *SHARED,
    ),
)
TARGET = Form(noun("target"), (), ("at_least", "more_than", "at_most", "less_than", "source"))
INTERVAL = Form(noun("interval"), ("from", "until"), ("when", "at_least", "same", "source"))
EXCLUSION = Form(
    noun("exclusion"), ("from", "until"), ("when", "at_least", "same", "at_most", "per", "source")
)
WINDOW = Form(noun("window"), (), ("year_of", "since_last", "from", "until"))
DEEMED = Form(noun("deemed reading"), ("per_day", "since"))
AMOUNT = Form(
    noun("amount"),
    ("form", "name", "what", "formula"),
    (
        "of",
        "from",
        "to",
        "at_most",
        "at_least",
        "claim",
        "decided_by",
        "decision",
        "form_of_payment",
        "exclusive",
        *SHARED,
    ),
)
CLAIM = Form(noun("claim"), (), ("by", "event", "within", "of", "calendar", "source"))
SCHEDULE = Form(
    noun("schedule"),
    ("form", "name", "done"),
    (
        "what",
        "every",
        "phases",
        "times",
        "from",
        "until",
        "before",
        "lead",
        "same",
        "calendar",
        "grace",
        *SHARED,
    ),
)
PHASE = Form(noun("phase"), ("every",), ("for",))
TIMES = Form(noun("how often"), ("is", "per"))
COUNTER = Form(
    noun("counter"),
    ("form", "name", "counts"),
    ("per", "consecutive", "within", "reach", *SHARED),
)
DUTY = Form(
    noun("duty"),
    ("form", "name", "done"),
    (
        "kind",
        "opens",
        "each",
        "same",
        "by",
        "to",
        "copies",
        "through",
        "contents",
        "signed_by",
        "signature",
        "clock",
        "lapses",
        "keep",
        "outlives",
        "blocks_closing",
        *SHARED,
    ),
)
PROVISION = Form(noun("provision"), ("form", "name", "cases"), ("kind", *SHARED))
PROVISION_CASE = Form(
    noun("provision case"), ("is", "name"), ("when", "items", "party", "source", "see")
)
ASSIGNMENT = Form(noun("assignment"), ("form", "name", "cases"), SHARED)
ASSIGNMENT_CASE = Form(
    noun("assignment case"),
    (),
    (
        "when",
        "lead",
        "helpers",
        "informed",
        "may_close",
        "needs",
        "licence_valid",
        "same_as",
        "from",
        "name",
        "source",
        "see",
    ),
)
ESCALATION = Form(noun("escalation"), ("form", "name", "steps"), SHARED)
ESCALATION_STEP = Form(noun("escalation step"), ("when", "to"), ("name", "raises", "source"))
PRECEDENCE = Form(noun("precedence"), ("form", "name"), ("ranks", "rules", "version_by", *SHARED))
COVER_CASE = Form(noun("cover case"), ("is", "source", "name"), ("when", "items", "see"))
COST_CASE = Form(
    noun("cost case"),
    ("source",),
    ("when", "pays", "share", "price", "fee", "at_least", "increments", "name", "see"),
)
PAUSE = Form(noun("pause"), ("from", "until"), ("when", "name", "source"))
EXTENSION = Form(
    noun("extension"), ("from", "until"), ("when", "at_least", "same", "times", "source")
)
FIXED_EXTENSION = Form(noun("extension"), ("by",), ("when", "source"))
RENEWAL = Form(noun("renewal"), ("by", "unless"), ("lead", "source"))
RESTART = Form(noun("restart"), ("event",), ("length", "lapsed", "source"))
TRANSFER = Form(noun("transfer"), ("event", "needs"), ("within", "source"))

CELL = Form(noun("limit"), (), ("is", "from", "until", "else", "tolerance", "add", "source"))
CELL_CASE = Form(noun("limit"), (), (*CELL.optional, "when"))
TABLE = Form(noun("table of limits"), ("by", "cells"), ("add",))
MODIFIER = Form(noun("addition"), ("when", "by"), ("source",))
LENGTH_IS = Form(noun("length"), ("is",), ("source",))
LENGTH_FROM = Form(noun("length"), ("from",), ("source",))
LENGTH_UNTIL = Form(noun("length"), ("until",), ("source",))
LENGTH_CASE = Form(noun("length"), ("is",), ("when", "source"))
LENGTH_TABLE = Form(noun("table of lengths"), ("by", "cells"))

EVENT = Form(noun("event"), ("event",), ("where",))
TIME_IN = Form(noun("time in a fact"), ("time_in", "field"))
AFTER = Form(noun("moment"), ("after", "of"), ("calendar",))
BEFORE = Form(noun("moment"), ("before", "of"), ("calendar",))
REACHES = Form(noun("reached measure"), ("reaches", "at_least"))
PERIOD_END = Form(noun("end of a period"), ("end_of_period", "of"))
OPENING = Form(noun("opening of a calendar"), ("opening", "since"))
ELAPSED = Form(
    noun("elapsed time"),
    ("from",),
    ("until", "more_than", "at_least", "less_than", "at_most", "calendar"),
)

ROUND = Form(noun("rounding"), (), ("floor", "ceiling", "round", "to"))
BETWEEN = Form(noun("time between events"), ("from",), ("until",))
CHOICE_OF = Form(noun("choice of numbers"), ("if", "is"), ("else",))
NUMBER_CASE = Form(noun("number"), ("is",), ("when", "source"))
BANDS = Form(noun("number by bands"), ("by", "bands"))
BAND = Form(
    noun("band"), (), ("at_least", "more_than", "at_most", "less_than", "is", "otherwise", "source")
)
NUMBER_TABLE = Form(noun("table of numbers"), ("by", "cells"))

USED = Form(noun("used time"), ("clock", "at_least"))

RULE_FORMS = {
    "clock": CLOCK,
    "term": TERM,
    "cover": COVER,
    "cost": COST,
    "gate": GATE,
    "remedy": REMEDY,
    "ladder": LADDER,
    "counter": COUNTER,
    "measure": MEASURE,
    "amount": AMOUNT,
    "schedule": SCHEDULE,
    "duty": DUTY,
    "provision": PROVISION,
    "assignment": ASSIGNMENT,
    "escalation": ESCALATION,
    "precedence": PRECEDENCE,
}
# Words of papers that are written as another form.
WRITTEN_AS = {
    **{
        kind: noun("“form: duty” with “kind: {kind}”", kind=kind)
        for kind in (
            "document",
            "notice",
            "record",
            "training",
            "order",
            "follow_up",
            "obligation",
        )
    },
    "part": noun("“form: provision” with “kind: part”"),
    "channel": noun("an entry of “channels:”"),
    "case_type": noun("an entry of “case_types:”"),
    "measure": MEASURE,
}

# What a clause without a value, or without a rule so far, may say that it is.
PENDING_FORMS = (*RULE_FORMS, *WRITTEN_AS)
