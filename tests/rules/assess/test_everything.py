"""A policy with every construct is assessed and said, whatever the facts are."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from kept.rules.assess import assess
from kept.rules.assess.say import document
from kept.rules.facts import Fact, Facts
from kept.rules.policy import load_file
from kept.rules.policy.model import FactType
from tests.rules.assess.scene import when
from tests.rules.policy.texts import EVERYTHING

POLICY = load_file(EVERYTHING)
START = when("2026-01-01 00:00")


def value(rng, attribute):
    match attribute.type:
        case FactType.YES_NO:
            return rng.choice([True, False, "unknown"])
        case FactType.NUMBER:
            return rng.choice([0, 1, 2.5, 1000, -3])
        case FactType.MOMENT:
            return START + timedelta(minutes=rng.randint(-500_000, 500_000))
        case FactType.DURATION:
            return rng.choice(["2 h", "8 days", "12 months", "18"])
        case FactType.ONE_OF:
            return rng.choice([choice.key for choice in attribute.choices])
    return rng.choice(["a", "b", "pump", "1"])


def some_case(rng):
    attributes = list(POLICY.attributes.values())

    def values(most):
        chosen = rng.sample(attributes, rng.randint(0, most))
        return {attribute.key: value(rng, attribute) for attribute in chosen}

    def facts(count, case=""):
        for n in range(count):
            at = START + timedelta(minutes=rng.randint(0, 200_000))
            kind = rng.choice(sorted(POLICY.events))
            yield Fact(f"{case}{n}", kind, at, values=values(4), by=rng.choice(["", "Wu"]))

    past = tuple(replace(f, case=name) for name in "AB" for f in facts(12, name))
    return Facts(tuple(facts(25)), values(30), past)


@pytest.mark.parametrize("seed", range(25))
def test_any_case_is_assessed_and_said(seed):
    rng = random.Random(seed)
    case = some_case(rng)
    at = START + timedelta(minutes=rng.randint(0, 250_000))

    found = assess(POLICY, case, at)

    assert found == assess(POLICY, case, at)
    assert found.look_at is None or found.look_at > at
    told = document(POLICY, found, languages=("en", "zh-Hans", "zh-Hant"))
    sections = [line for lines in told.values() if isinstance(lines, list) for line in lines]
    said = [line["text"] for line in sections if isinstance(line, dict)]
    assert all(text and "{" not in text for texts in said for text in texts.values())
