"""Say why a line of an assessment is there, and why another is not.

Every line comes with its clauses, the conditions and what they saw, the facts, the readings, and
each version of a promise. --rule and --clause ask about one; CASE.json is that of "kept assess".
"""

from __future__ import annotations

import argparse
import json
import sys
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kept.config.commands import assess
from kept.config.refusal import Refused

if TYPE_CHECKING:
    from kept.rules.assess.say.explained import Explained, Wanted
    from kept.rules.policy.model import Policy

LANGUAGES = ("en", "zh-Hans")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take what `kept assess` takes, and a rule or a clause."""
    assess.arguments(parser)
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--rule", default="", metavar="ID", help="only this rule, level or zone")
    which.add_argument("--clause", default="", metavar="ID", help="only what rests on this clause")


def run(options: argparse.Namespace) -> int:
    """Print the lines that are asked about, each with its reasons."""
    from kept.rules.assess.say import Speaker
    from kept.rules.assess.say.explained import Wanted, explained, said

    policy, assessment = assess.assessed(options)
    wanted = Wanted(options.rule, options.clause)
    _check(policy, wanted)
    found = explained(policy, assessment, wanted)
    if options.json:
        told = {
            "policy": policy.id,
            "at": assessment.at.isoformat(),
            "lines": _document(policy, found),
        }
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
        return 0
    speak = Speaker(policy, options.language, ZoneInfo(policy.zone))
    for each in found:
        sentence, *reasons = said(speak, each)
        sys.stdout.write(sentence + "\n" + "".join(f"  {reason}\n" for reason in reasons))
    return 0


def _check(policy: Policy, wanted: Wanted) -> None:
    rules = (*policy.rules, *policy.scales)
    if wanted.rule and wanted.rule not in rules:
        raise Refused(f"{policy.id} has no rule {wanted.rule}. There are: {', '.join(rules)}.")
    if wanted.clause and wanted.clause not in policy.clauses:
        raise Refused(
            f"{policy.id} has no clause {wanted.clause}. There are: {', '.join(policy.clauses)}."
        )


def _document(policy: Policy, found: tuple[Explained, ...]) -> list[dict[str, Any]]:
    from kept.rules.assess.say.explained import said
    from kept.rules.assess.say.teller import Teller

    teller = Teller(policy, ZoneInfo(policy.zone), LANGUAGES)
    return [
        {
            "key": each.key,
            "rule": each.rule or None,
            "there": each.there,
            "text": {lang: said(speak, each)[0] for lang, speak in teller.speakers.items()},
            "why": {lang: list(said(speak, each)[1:]) for lang, speak in teller.speakers.items()},
            **teller.reason(each.reason),
        }
        for each in found
    ]
