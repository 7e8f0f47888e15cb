"""The keys of every mapping of the language: what the readers accept and the schema describes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Form:
    """A mapping of the language: what it is called in sentences, and its keys."""

    what: str
    required: tuple[str, ...] = ()
    optional: tuple[str, ...] = ()
    texts: bool = False  # language tags stand beside the keys

    @property
    def keys(self) -> tuple[str, ...]:
        """Return all keys."""
        return (*self.required, *self.optional)


POLICY = Form(
    "policy",
    ("policy", "language", "title", "zone", "clauses", "rules"),
    (
        "version",
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
        "readings",
        "accepted",
    ),
)
CLAUSE = Form("clause", (), ("line", "statement", "unset", "pending", "needs"), texts=True)
READING = Form("reading", ("clauses",), ("decided_by", "decided_on"), texts=True)
ACCEPTANCE = Form(
    "accepted finding", ("finding", "clauses", "decided_by"), ("decided_on",), texts=True
)
NAMED = Form("entry", (), ("name", "source"))
CHANNEL = Form("channel", (), ("name", "source", "calendar"))
ATTRIBUTE = Form("fact", (), ("type", "name", "choices", "ask", "at"))
CHOICE = Form("choice", (), ("name", "within"))
EVENT_KIND = Form("event", ("name",), ("undone_by",))
CALENDAR = Form(
    "calendar",
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
    "classification",
    ("name", "grades"),
    ("source", "grader", "contest", "from", "by", "cells", "see", "note"),
)
CONTEST = Form(
    "contest",
    (),
    ("by", "decided_by", "within", "calendar", "until_decided", "source"),
)
CAUSE = Form("finding of the cause", ("contest",), ("source",))
GRADE = Form("grade", ("name",), ("source", "when", "otherwise"))
MATRIX_CELL = Form("cell of a matrix", ("is",), ("source",))

# Optional keys that every rule has; a form adds its own.
SHARED = ("source", "see", "note", "when", "assumed")

CLOCK = Form(
    "clock",
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
    "term",
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
COVER = Form("cover rule", ("form", "name", "cases"), ("see", "note"))
COST = Form("cost rule", ("form", "name", "cases"), ("see", "note"))
GATE = Form("gate", ("form", "name", "step", "needs"), ("excused_by", *SHARED))
REMEDY = Form(
    "remedy",
    ("form", "name", "chooser", "options"),
    ("choose", "until", "kept", "exclusive", *SHARED),
)
OPTION = Form("option", ("name",), ("when", "source"))
LADDER = Form("ladder", ("form", "name", "steps"), ("solved", *SHARED))
LADDER_STEP = Form("step", ("name", "tried"), ("when", "source"))
NEED = Form("need", ("when",), ("name", "source"))
MEASURE = Form(
    "measure",
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
TARGET = Form("target", (), ("at_least", "more_than", "at_most", "less_than", "source"))
INTERVAL = Form("interval", ("from", "until"), ("when", "at_least", "same", "source"))
EXCLUSION = Form(
    "exclusion", ("from", "until"), ("when", "at_least", "same", "at_most", "per", "source")
)
WINDOW = Form("window", (), ("year_of", "since_last", "from", "until"))
DEEMED = Form("deemed reading", ("per_day", "since"))
AMOUNT = Form(
    "amount",
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
CLAIM = Form("claim", (), ("by", "event", "within", "of", "calendar", "source"))
SCHEDULE = Form(
    "schedule",
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
PHASE = Form("phase", ("every",), ("for",))
TIMES = Form("how often", ("is", "per"))
COUNTER = Form(
    "counter",
    ("form", "name", "counts"),
    ("per", "consecutive", "within", "reach", *SHARED),
)
DUTY = Form(
    "duty",
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
PROVISION = Form("provision", ("form", "name", "cases"), ("kind", *SHARED))
PROVISION_CASE = Form("provision case", ("is", "name"), ("when", "items", "party", "source", "see"))
ASSIGNMENT = Form("assignment", ("form", "name", "cases"), SHARED)
ASSIGNMENT_CASE = Form(
    "assignment case",
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
ESCALATION = Form("escalation", ("form", "name", "steps"), SHARED)
ESCALATION_STEP = Form("escalation step", ("when", "to"), ("name", "raises", "source"))
PRECEDENCE = Form("precedence", ("form", "name"), ("ranks", "rules", "version_by", *SHARED))
COVER_CASE = Form("cover case", ("is", "source", "name"), ("when", "items", "see"))
COST_CASE = Form(
    "cost case",
    ("source",),
    ("when", "pays", "share", "price", "fee", "at_least", "increments", "name", "see"),
)
PAUSE = Form("pause", ("from", "until"), ("when", "name", "source"))
EXTENSION = Form("extension", ("from", "until"), ("when", "at_least", "same", "times", "source"))
FIXED_EXTENSION = Form("extension", ("by",), ("when", "source"))
RENEWAL = Form("renewal", ("by", "unless"), ("lead", "source"))
RESTART = Form("restart", ("event",), ("length", "lapsed", "source"))
TRANSFER = Form("transfer", ("event", "needs"), ("within", "source"))

CELL = Form("limit", (), ("is", "from", "until", "else", "tolerance", "add", "source"))
CELL_CASE = Form("limit", (), (*CELL.optional, "when"))
TABLE = Form("table of limits", ("by", "cells"), ("add",))
MODIFIER = Form("addition", ("when", "by"), ("source",))
LENGTH_IS = Form("length", ("is",), ("source",))
LENGTH_FROM = Form("length", ("from",), ("source",))
LENGTH_UNTIL = Form("length", ("until",), ("source",))
LENGTH_CASE = Form("length", ("is",), ("when", "source"))
LENGTH_TABLE = Form("table of lengths", ("by", "cells"))

EVENT = Form("event", ("event",), ("where",))
TIME_IN = Form("time in a fact", ("time_in", "field"))
AFTER = Form("moment", ("after", "of"), ("calendar",))
BEFORE = Form("moment", ("before", "of"), ("calendar",))
REACHES = Form("reached measure", ("reaches", "at_least"))
OPENING = Form("opening of a calendar", ("opening", "since"))
ELAPSED = Form(
    "elapsed time",
    ("from",),
    ("until", "more_than", "at_least", "less_than", "at_most", "calendar"),
)

ROUND = Form("rounding", (), ("floor", "ceiling", "round", "to"))
BETWEEN = Form("time between events", ("from",), ("until",))
CHOICE_OF = Form("choice of numbers", ("if", "is"), ("else",))
NUMBER_CASE = Form("number", ("is",), ("when", "source"))
BANDS = Form("number by bands", ("by", "bands"))
BAND = Form(
    "band", (), ("at_least", "more_than", "at_most", "less_than", "is", "otherwise", "source")
)
NUMBER_TABLE = Form("table of numbers", ("by", "cells"))

USED = Form("used time", ("clock", "at_least"))

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
        kind: f"“form: duty” with “kind: {kind}”"
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
    "part": "“form: provision” with “kind: part”",
    "channel": "an entry of “channels:”",
    "case_type": "an entry of “case_types:”",
    "measure": MEASURE,
}

# What a clause without a value, or without a rule so far, may say that it is.
PENDING_FORMS = (*RULE_FORMS, *WRITTEN_AS)
