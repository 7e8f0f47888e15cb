"""Say what was promised: a policy, the facts of a case, and a moment.

CASE.json holds {"about": {…}, "facts": [{"kind": …, "at": …, "values": {…}}], "overrides": […]};
docs/howto/write-a-policy.md has an example. "-" reads it from standard input.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from kept.config.commands.check import policy_file
from kept.config.refusal import Refused
from kept.config.spoken import add_language

if TYPE_CHECKING:
    from kept.rules.assess import Assessment
    from kept.rules.policy.model import Policy

MOST_DIGITS = 20


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take a policy, a case, a moment and a form."""
    parser.add_argument("policy", metavar="POLICY", help="a policy file or id")
    parser.add_argument("case", metavar="CASE.json", help="the facts of a case, or - for stdin")
    parser.add_argument("--at", metavar="T", help="ISO 8601, default now; wall time of the policy")
    parser.add_argument("--json", action="store_true", help="one JSON document")
    add_language(parser)


def run(options: argparse.Namespace) -> int:
    """Print the assessment."""
    from kept.rules.assess.say import document

    policy, assessment = assessed(options)
    if options.json:
        told = document(policy, assessment)
        sys.stdout.write(json.dumps(told, ensure_ascii=False, indent=2) + "\n")
    else:
        sys.stdout.write("\n".join(_lines(policy, assessment, options.language)) + "\n")
    return 0


def assessed(options: argparse.Namespace) -> tuple[Policy, Assessment]:
    """Return the policy and what follows from it; raises Refused for what cannot be read."""
    from kept.rules.assess import assess
    from kept.rules.hours import OutOfReach
    from kept.rules.policy import PolicyErrors, load_file, with_overrides
    from kept.rules.policy.case import CaseErrors, read_case

    try:
        policy = load_file(policy_file(options.policy))
        facts, overrides = read_case(_case(options.case), policy)
        policy = with_overrides(policy, overrides) if overrides else policy
    except (PolicyErrors, CaseErrors) as refused:
        raise Refused(refused.in_language(options.language)) from None
    try:
        return policy, assess(policy, facts, _moment(options.at, policy.zone))
    except (OutOfReach, OverflowError) as far:
        raise Refused(f"{options.case}: A moment is too far away to be meant ({far}).") from None


def _case(name: str) -> dict[str, Any]:
    content = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    try:
        case = json.loads(content.decode(), object_pairs_hook=_once, parse_int=_whole)
    except json.JSONDecodeError as error:
        raise Refused(
            f"{name}:{error.lineno}: This is not JSON ({error.msg}, column {error.colno})."
        ) from None
    except UnicodeDecodeError:
        raise Refused(f"{name}: This is not UTF-8; save the file as UTF-8.") from None
    except RecursionError:
        raise Refused(f"{name}: This is nested too deeply to be a case.") from None
    except ValueError as error:
        raise Refused(f"{name}: This cannot be read: {error}.") from None
    if not isinstance(case, dict):
        raise Refused(f"{name}: A case is an object with “about” and “facts”.")
    return case


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object of JSON whose keys stand once; a second one would win in silence."""
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise ValueError(f"the key {key!r} stands twice")
        found[key] = value
    return found


def _whole(digits: str) -> int:
    if len(digits) > MOST_DIGITS:
        raise ValueError(f"a number has more than {MOST_DIGITS} digits")
    return int(digits)


def _moment(given: str | None, zone: str) -> datetime:
    if given is None:
        return datetime.now(UTC)
    try:
        at = datetime.fromisoformat(given)
        at = at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))
        at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise Refused(f"--at {given[:60]}: write a moment like 2026-03-02T10:30.") from None
    return at


def _lines(policy: Policy, assessment: Assessment, language: str) -> list[str]:
    from kept.rules.assess.say import Speaker, sentences

    speak = Speaker(policy, language, ZoneInfo(policy.zone))
    found = [f"{policy.id} {policy.version}, {speak.at(assessment.at)}"]
    for sentence, clauses in sentences(speak, assessment):
        found.append(f"{sentence} [{', '.join(clauses)}]" if clauses else sentence)
    return found
