"""How long does it take to see what a draft would have changed, and to call that off?

Workers as `kept run` starts them try another text on the cases of the demo company's commonest
policy. Prints the seconds from asking to the end, and after calling off how long one more case was
tried.

Run: python bench/trial.py [cases]      default: 10000
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from _company import found_company, grow_archive, grow_cases
from _database import cpu_seconds, fresh_database

CASES = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
PIECES = 2_000
AIM_SECONDS, AIM_CANCEL_SECONDS = 30.0, 2.0
PATIENCE = 600.0


def main() -> int:
    with fresh_database():
        found_company()
        grow_archive(PIECES)
        code = grow_commonest()
        with workers():
            spent = cpu_seconds()
            took = whole(code)
            spent = cpu_seconds() - spent
            stopped = called_off(code)
    print(f"{CASES:,} cases tried      {took:6.1f} s     aim <= {AIM_SECONDS * CASES / 10_000:.0f}")
    print(f"the last one after calling off {stopped:6.2f} s     aim <= {AIM_CANCEL_SECONDS:.0f}")
    print(f"{spent / CASES * 1000:.1f} ms CPU a case, load {os.getloadavg()[0]:.1f}")
    return int(took > AIM_SECONDS * CASES / 10_000 or stopped > AIM_CANCEL_SECONDS)


def grow_commonest() -> str:
    """Make so many cases that one policy has enough; return its code."""
    from django.db.models import Count

    from kept.records.cases.models import Case

    counted = Case.objects.values_list("version__policy__code").annotate(n=Count("pk"))
    code, number = max(counted, key=lambda row: row[1])
    share = number / Case.objects.count()
    begun = time.perf_counter()
    grow_cases(round(CASES / share * 1.1))
    made = Case.objects.filter(version__policy__code=code).count()
    print(f"{made:,} cases of {code}, made in {time.perf_counter() - begun:.0f} s", flush=True)
    return str(code)


@contextmanager
def workers() -> Iterator[None]:
    """Run the workers, and let them do first what waits."""
    from kept.records.cases.queries import stretches_to_do

    process = subprocess.Popen([sys.executable, "-m", "kept.workers"], stderr=subprocess.DEVNULL)
    try:
        until(lambda: followed() and stretches_to_do(most=1) == 0 and not due())
        yield
    finally:
        process.terminate()
        process.wait(30)


def followed() -> bool:
    """Say whether the workers have looked at the zone data."""
    from kept.records.cases.models import Rebuild

    return Rebuild.objects.exists()


def due() -> bool:
    """Say whether a clock or a case has yet to be looked at."""
    from kept.records.cases.models import Case, Clock
    from kept.workers.clock import database_now

    now = database_now()
    return Clock.objects.filter(look_at__lt=now).exists() or Case.objects.to_assess(now).exists()


def ask(code: str, shorter: str) -> int:
    """Ask for a trial of the policy with other limits; return its key."""
    from kept.records.cases.services import ask_replay
    from kept.records.people.models import Person
    from kept.records.policies.models import PolicyVersion
    from kept.workers.clock import database_now

    rows = PolicyVersion.objects.filter(policy__code=code).order_by("-number")
    text = re.sub(r"limit: \d+ h\b", f"limit: {shorter}", rows[0].text)
    by = Person.objects.filter(roles__contains=["policy_owner"]).first()
    assert by is not None
    at = database_now()
    return int(ask_replay(code=code, text=text, closed_cases=CASES, by=by, at=at).pk)


def whole(code: str) -> float:
    """Return the seconds from asking to the end."""
    from kept.records.cases.queries import replay_card

    begun = time.perf_counter()
    key = ask(code, "90 min")
    until(lambda: replay_card(key).finished)
    took = time.perf_counter() - begun
    card = replay_card(key)
    print(f"{card.done:,} tried, {card.sums.different:,} would be different", flush=True)
    return took * CASES / card.done


def called_off(code: str) -> float:
    """Return how many seconds after calling off one more case was tried."""
    from kept.records.cases.queries import replay_card
    from kept.records.cases.services import cancel_replay
    from kept.records.people.models import Person
    from kept.workers.clock import database_now

    key = ask(code, "100 min")
    until(lambda: replay_card(key).done > CASES // 10)
    by = Person.objects.filter(roles__contains=["policy_owner"]).first()
    assert by is not None
    begun = last = time.perf_counter()
    cancel_replay(replay_id=key, by=by, at=database_now())
    done = replay_card(key).done
    while time.perf_counter() < begun + 2 * AIM_CANCEL_SECONDS:
        now = replay_card(key).done
        last, done = (time.perf_counter(), now) if now != done else (last, done)
        time.sleep(0.02)
    return max(last - begun, 0.0)


def until(true: Callable[[], bool]) -> None:
    end = time.perf_counter() + PATIENCE
    while not true():
        if time.perf_counter() > end:
            sys.exit("The workers did not do it.")
        time.sleep(0.05)


if __name__ == "__main__":
    sys.exit(main())
