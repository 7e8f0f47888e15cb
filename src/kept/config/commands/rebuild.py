"""Work out again, from their facts, what is stored of cases: clocks, due times, states.

Nothing but what differs is written, and nobody at work is held up. It can be stopped, or be
killed, at any moment: `kept rebuild` goes on where it was, and so do the workers of a Kept that
runs. With --check it only says what differs. With --history it puts the history of customers and
machines right instead. Exit code 1: something differs (--check), or a case could not be worked out.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from kept.config import data, preparation
from kept.config.refusal import Refused

if TYPE_CHECKING:
    from kept.records.cases.findings import Findings
    from kept.records.cases.queries import RebuildCard

LOOK_SECONDS = 0.2
SHOWN = 20  # cases that are named
STOPPED = (
    "Stopped. The same command goes on where it was, and so do the workers if Kept runs; "
    "kept rebuild --cancel calls it off."
)
MOST_DEATHS = 10  # of processes that do the work, before we give up


def arguments(parser: argparse.ArgumentParser) -> None:
    """Take which cases, and how."""
    data.data_arguments(parser)
    parser.add_argument("--open", action="store_true", help="only open cases")
    parser.add_argument("--policy", default="", metavar="CODE", help="only cases of this policy")
    parser.add_argument("--version", type=int, metavar="N", help="only of this version of it")
    parser.add_argument("--case", default="", metavar="NUMBER", help="only this case")
    parser.add_argument("--history", action="store_true", help="the history instead of cases")
    parser.add_argument("--check", action="store_true", help="only say what differs")
    parser.add_argument("--cancel", action="store_true", help="call off what runs")
    parser.add_argument("--processes", type=int, metavar="N", help="default: one for each core")
    parser.add_argument("--json", action="store_true", help="one JSON document")


def run(options: argparse.Namespace) -> int:
    """Ask for the work, see that it is done, and say what was found."""
    check_arguments(options)
    # A shell lets what it starts in the background ignore Ctrl-C; we can be stopped all the same.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    chosen = data.choose(options)
    data.furnish(chosen)
    with data.database_at_hand(chosen):
        preparation.migrate()
        if options.history:
            return history(options)
        if options.cancel:
            return cancel(options)
        pk = ask(options)
        card = follow(pk, processes=options.processes or os.cpu_count() or 1)
        return tell(card, as_json=options.json)


def check_arguments(options: argparse.Namespace) -> None:
    """Refuse what makes no sense together."""
    if options.version is not None and not options.policy:
        raise Refused("--version needs --policy: each policy has versions of its own.")
    if options.case and (options.policy or options.open):
        raise Refused("--case names one case: leave out --policy and --open.")
    narrowed = options.case or options.policy or options.open or options.cancel
    if options.history and (narrowed or options.processes is not None):
        raise Refused("--history is put right as a whole: only --check and --json go with it.")
    if options.processes is not None and not 1 <= options.processes <= 64:
        raise Refused(f"--processes must be from 1 to 64, not {options.processes}.")


def history(options: argparse.Namespace) -> int:
    """Put the history right, or only say how much of it differs."""
    from kept.records.history.queries import different_entries
    from kept.records.history.services import rebuild_history

    count = different_entries() if options.check else rebuild_history()
    verb = "differ" if options.check else "were written anew"
    told = {"check": options.check, "different": count}
    print(json.dumps(told) if options.json else f"Entries of the history: {count:,} {verb}.")
    return int(options.check and bool(count))


def ask(options: argparse.Namespace) -> int:
    """Return the key of the work, new or not finished yet."""
    from kept.records.cases.services import Scope, ask_rebuild
    from kept.records.ledger.actor import System
    from kept.records.refusal import Refused as RecordsRefuse
    from kept.workers.zones import zone_data

    scope = Scope(
        only_open=options.open,
        policy=options.policy,
        version=options.version,
        case=options.case,
    )
    by, at = System("command line"), datetime.now(UTC)
    try:
        made = ask_rebuild(scope=scope, only_check=options.check, zones=zone_data(), by=by, at=at)
    except RecordsRefuse as reason:
        raise Refused(str(reason)) from reason
    return made.pk


def cancel(options: argparse.Namespace) -> int:
    """Call off what runs, and say how much that was."""
    from kept.records.cases.services import cancel_rebuilds
    from kept.records.ledger.actor import System

    number = cancel_rebuilds(by=System("command line"), at=datetime.now(UTC))
    print(json.dumps({"cancelled": number}) if options.json else f"Called off: {number}.")
    return 0


def follow(pk: int, *, processes: int) -> RebuildCard:
    """Return the work when it is over; processes that do it are started again when they die."""
    from kept.records.cases.queries import rebuild_card
    from kept.workers.bulk import start_hand

    began, deaths = time.monotonic(), 0
    first = rebuild_card(pk).done
    with helping() as hands:
        while not (card := rebuild_card(pk)).over:
            deaths += bury(hands)
            if deaths > MOST_DEATHS:
                raise Refused("The processes that do the work end again and again: see above.")
            while len(hands) < min(processes, wanted(card)):
                hands.append(start_hand())
            show(card, done=card.done - first, seconds=time.monotonic() - began)
            time.sleep(LOOK_SECONDS)
    show_end()
    return card


def wanted(card: RebuildCard) -> int:
    """Return for how many processes there is work."""
    from kept.records.cases.services import LONG

    return -(-(card.total - card.done) // LONG)


@contextmanager
def helping() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Give a list for processes; those in it at the end are told to stop, and do."""
    hands: list[subprocess.Popen[bytes]] = []
    try:
        yield hands
    except KeyboardInterrupt:
        end(hands)
        print(f"\n{STOPPED}", file=sys.stderr, flush=True)
        raise
    finally:
        end(hands)
        for hand in hands:
            hand.wait()


def end(hands: list[subprocess.Popen[bytes]]) -> None:
    """Tell processes to stop after the step they are at."""
    for hand in hands:
        hand.terminate()


def bury(hands: list[subprocess.Popen[bytes]]) -> int:
    """Take away hands that have ended; return how many did so otherwise than by themselves."""
    ended = [hand for hand in hands if hand.poll() is not None]
    hands[:] = [hand for hand in hands if hand not in ended]
    return sum(hand.returncode != 0 for hand in ended)


def show(card: RebuildCard, *, done: int, seconds: float) -> None:
    """Show how far it is, where somebody looks."""
    if sys.stderr.isatty():
        speed = f", {done / seconds:,.0f} a second" if seconds > 1 else ""
        print(f"\r{card.done:,} of {card.total:,} cases{speed}   ", end="", file=sys.stderr)


def show_end() -> None:
    """End the line that shows how far it is."""
    if sys.stderr.isatty():
        print(file=sys.stderr)


def tell(card: RebuildCard, *, as_json: bool) -> int:
    """Print what was found; return the exit code."""
    from kept.records.cases.queries import rebuild_findings

    found = rebuild_findings(card.pk)
    print(document(card, found) if as_json else sentences(card, found))
    return int(bool(found.failed) or card.cancelled or (card.only_check and bool(found.different)))


def document(card: RebuildCard, found: Findings) -> str:
    """Return what was found, for a program."""
    told = {
        "scope": card.scope,
        "check": card.only_check,
        "zones": card.zones,
        "cases": card.total,
        "done": card.done,
        "cancelled": card.cancelled,
        "different": found.different,
        "failed": found.failed,
        "due": found.due,
    }
    return json.dumps(told, ensure_ascii=False)


def sentences(card: RebuildCard, found: Findings) -> str:
    """Return what was found, for a person."""
    verb = "differ" if card.only_check else "were written anew"
    lines = [f"{card.done:,} of {card.total:,} cases looked at, {len(found.different):,} {verb}."]
    if card.cancelled:
        lines.append("It was called off.")
    if found.due:
        lines.append(f"{found.due:,} wait for the workers to look at them, and were left out.")
    for number, fields in list(found.different.items())[:SHOWN]:
        lines += [f"{number}: {field}" for field in fields]
    for number, reason in list(found.failed.items())[:SHOWN]:
        lines.append(f"{number}: could not be worked out ({reason})")
    if len(found.different) > SHOWN:
        lines.append("… --json names all of them.")
    return "\n".join(lines)
