"""Words of a policy, calendars, classifications, clauses and readings."""

from __future__ import annotations

from kept.rules.facts import vocabulary as standard
from kept.rules.policy import forms
from kept.rules.policy.model import FactType
from kept.rules.policy.read.contests import MEANWHILE
from kept.rules.policy.schema.shapes import (
    DURATION,
    KEY,
    LANGUAGE_TAG,
    LENGTH,
    PERSON,
    SCALAR,
    SOURCE,
    TEXTS,
    WHEN,
    WINDOWS,
    YES,
    Schema,
    any_of,
    known,
    map_of,
    mapping,
    one_or_more,
    ref,
    words,
)


def words_of_a_policy() -> dict[str, Schema]:
    """What a policy adds to the standard words."""
    choice = mapping(forms.CHOICE, name=TEXTS, within=SCALAR)
    return {
        "named": mapping(forms.NAMED, name=TEXTS, source=SOURCE),
        "channel": mapping(forms.CHANNEL, name=TEXTS, source=SOURCE, calendar=SCALAR),
        "fact": mapping(
            forms.ATTRIBUTE,
            type=words(*FactType),
            name=TEXTS,
            choices=map_of(choice),
            ask=TEXTS,
            at=words("intake", "finding"),
        ),
        "event_kind": mapping(forms.EVENT_KIND, name=TEXTS, undone_by=known(standard.EVENTS)),
    }


def sections() -> dict[str, Schema]:
    """Calendars, classifications, clauses and readings."""
    grade = mapping(forms.GRADE, name=TEXTS, source=SOURCE, when=WHEN, otherwise=YES)
    return {
        "calendar": mapping(
            forms.CALENDAR,
            name=TEXTS,
            always=YES,
            weekly=map_of(WINDOWS),
            holidays={"type": "string", "pattern": "^[A-Z]{2}(/[A-Z0-9]{1,4})?$"},
            company=map_of(any_of({"const": "closed"}, WINDOWS)),
            breaks=map_of(WINDOWS),
            zone={"type": "string", "examples": ["site", "office", "Asia/Shanghai"]},
            cut_off={"type": "string"},
            source=SOURCE,
            assumed=SCALAR,
        ),
        "classification": mapping(
            forms.SCALE,
            name=TEXTS,
            grades={**map_of(grade), "minProperties": 1},
            source=SOURCE,
            grader=one_or_more(PERSON),
            contest=ref("contest"),
            from_=SCALAR,
            by=one_or_more(SCALAR),
            cells=map_of(any_of(SCALAR, mapping(forms.MATRIX_CELL, is_=SCALAR, source=SOURCE))),
            see=SOURCE,
            note=TEXTS,
        ),
        **_contests(),
        "requirement": _requirement(),
        "clause": mapping(
            forms.CLAUSE,
            line={"type": ["integer", "string"]},
            statement=any_of(YES, {**map_of(SCALAR, LANGUAGE_TAG), "minProperties": 1}),
            unset=words(*forms.PENDING_FORMS),
            pending=words(*forms.PENDING_FORMS),
            needs=TEXTS,
        ),
        "acceptance": mapping(
            forms.ACCEPTANCE,
            finding=SCALAR,
            clauses=SOURCE,
            decided_by=SCALAR,
            decided_on={"type": "string"},
        ),
        "reading": mapping(
            forms.READING, clauses=SOURCE, decided_by=SCALAR, decided_on={"type": "string"}
        ),
    }


def _contests() -> dict[str, Schema]:
    return {
        "contest": mapping(
            forms.CONTEST,
            by=one_or_more(known(standard.PARTIES)),
            decided_by=one_or_more(PERSON),
            within=LENGTH,
            calendar=SCALAR,
            until_decided=words(*MEANWHILE),
            source=SOURCE,
        ),
        "cause": mapping(forms.CAUSE, contest=ref("contest"), source=SOURCE),
    }


def work_time() -> dict[str, Schema]:
    """How hours of work are charged."""
    band = mapping(
        forms.WORK_BAND,
        name=TEXTS,
        on=one_or_more({"type": "string", "examples": ["sat-sun", "holidays", "open", "closed"]}),
        hours={"type": "string", "examples": ["22:00-06:00"]},
        factor=ref("number"),
        source=SOURCE,
    )
    return {
        "work_time": mapping(
            forms.WORK_TIME,
            calendar=SCALAR,
            components=one_or_more(known(standard.COMPONENTS)),
            bands=map_of(band, KEY),
            call_out=DURATION,
            increments=DURATION,
            source=SOURCE,
            note=TEXTS,
        )
    }


def _requirement() -> Schema:
    return mapping(
        forms.REQUIREMENT,
        name=TEXTS,
        source=SOURCE,
        text=any_of({"const": "unset"}, TEXTS),
        rules=one_or_more(SCALAR),
        price_list=SCALAR,
        document=YES,
        note=TEXTS,
    )
