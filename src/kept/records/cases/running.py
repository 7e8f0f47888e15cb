"""The policy under which a case runs: parsed once, kept while it is used."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from kept.records.cases.calling import calls_before_a_breach, clocks_that_call
from kept.records.policies.queries import policy_version, version_sha256
from kept.rules.policy import load
from kept.rules.policy.model import ClockRule, Elapsed, Policy, Scale, Test
from kept.rules.policy.overrides import Override, with_overrides
from kept.rules.policy.walk import walk

PARSED, RUNNING = 64, 256  # how many are kept in memory


@dataclass(frozen=True, eq=False)
class RunningPolicy:
    """A parsed policy version, with what its contract says otherwise, and what follows for looks.

    `watched` are clocks whose breach changes other rules; `restless` says that some rule waits
    for a while to pass, so that the next look may be at any time.
    """

    policy: Policy
    level: str  # the scale shown in queues: "level.fault"; empty if the policy has none
    watched: frozenset[str]
    restless: bool


@dataclass(frozen=True)
class _Version:
    """A published version by what it says: another database may have another text at its key."""

    sha256: str
    pk: int = field(compare=False)


def running_policy(
    version_id: int, overrides: Sequence[Mapping[str, Any]], *, sha256: str = ""
) -> RunningPolicy:
    """Return the policy of a published version with a contract's overrides.

    `sha256` of its text, where it was read already; else it is looked up.
    """
    version = _Version(sha256 or version_sha256(version_id), version_id)
    return _running(version, json.dumps(list(overrides), sort_keys=True))


@lru_cache(maxsize=RUNNING)
def _running(version: _Version, overrides: str) -> RunningPolicy:
    policy = _parsed(version)
    different = [Override(**one) for one in json.loads(overrides)]
    if different:
        policy = with_overrides(policy, different)
    parts = list(walk((*policy.clocks, *policy.scales.values())))
    return RunningPolicy(
        policy=policy,
        level=next((key for key, scale in policy.scales.items() if _asked(scale)), ""),
        watched=frozenset(_clocks_read(parts)) | clocks_that_call(policy),
        restless=any(isinstance(part, Elapsed) for part in walk(policy.clocks))
        or calls_before_a_breach(policy),
    )


@lru_cache(maxsize=PARSED)
def _parsed(version: _Version) -> Policy:
    said = policy_version(version.pk)
    return load(said.text, file=f"{said.policy_code} version {said.number}")


def _asked(scale: Scale) -> bool:
    return scale.kind == "level" and not scale.attribute


def _clocks_read(parts: Iterable[object]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, Test) and part.key.startswith("clock."):
            yield part.key.removeprefix("clock.")
        if isinstance(part, ClockRule) and part.not_before:
            yield part.not_before
