"""How much of what papers say does the extractor find, and how much of what it finds is there?

usage: python bench/papers.py [--notes] FOLDER [PAPER…]

FOLDER holds `papers/*.txt` and `rules/clauses.yaml` (or both side by side): a list `clauses`, of
which each names its `paper` (a file), its `line`, its `kind` and `params`; a duration among them
is ISO 8601 under `duration` or `length`, or as the first word of a text. A clause and a proposal
are compared where their lines meet; several of one line are matched as multisets. Words of PAPER
choose papers whose file name contains them. Without a folder there is nothing to measure.

With --notes FOLDER holds files of clauses without papers, one policy each: a list `clauses` whose
`meaning` says in a few words what a `kind` of clause with such `params` says; each is read alone.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

import yaml

from kept.rules.papers import Passage, Proposal, cut, propose

# The forms in which a clause of a kind is written in the policies that come with Kept.
MEANS = {
    "clock": {"clock"},
    "warranty": {"term"},
    "exclusion": {"cover"},
    "price": {"cost"},
    "compensation": {"cost", "amount", "remedy"},
    "schedule": {"schedule"},
    "role": {"assignment"},
    "training": {"training"},
    "parts": {"part", "gate"},
    "record": {"record", "document"},
    "communication": {"notice", "channel", "case_type"},
    "complaint": {"case_type", "notice"},
    "entitlement": {"cost", "cover", "remedy", "provision", "ladder"},
    "workflow": {"gate", "ladder", "level", "obligation", "order"},
    "quality": {"gate", "record", "document", "statement"},
    "other": {"statement", "precedence"},
}
_ISO = re.compile(
    r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?\b"
)
_SECONDS = {"s": 1, "min": 60, "h": 3600}
_DAYS = {"day": 1, "week": 7, "month": 30, "year": 365}
Block = tuple[list[Proposal], list[dict]]


def main() -> int:
    if len(sys.argv) < 2:
        print("No folder with papers and clauses was given; nothing was measured.")
        return 0
    words = [word for word in sys.argv[1:] if not word.startswith("-")]
    folder, chosen = Path(words[0]), words[1:]
    blocks = notes(folder, chosen) if "--notes" in sys.argv else papers(folder, chosen)
    told_durations(blocks)
    told_forms(blocks)
    return 0


def papers(folder: Path, chosen: Sequence[str]) -> list[Block]:
    gold = yaml.safe_load(next(folder.rglob("clauses.yaml")).read_text(encoding="utf8"))["clauses"]
    blocks: list[Block] = []
    for paper in sorted({clause["paper"] for clause in gold}):
        if not chosen or any(word in paper for word in chosen):
            text = next(folder.rglob(paper)).read_text(encoding="utf8")
            blocks += blocks_of(cut(text), [c for c in gold if c["paper"] == paper])
    return blocks


def notes(folder: Path, chosen: Sequence[str]) -> list[Block]:
    """Pairs of what is proposed for a note and the one clause that it is."""
    files = [f for f in sorted(folder.glob("*.yaml")) if not chosen or f.stem in chosen]
    found = [note for f in files for note in yaml.safe_load(f.read_text("utf8"))["clauses"]]
    return [
        (list(propose(Passage(note["id"], {"en": note["meaning"]}, 1, 1))), [note])
        for note in found
    ]


def blocks_of(passages: Sequence[Passage], gold: Sequence[dict]) -> Iterator[Block]:
    """Pairs of proposals and clauses whose lines meet."""
    groups: list[tuple[int, int, list[Passage]]] = []
    for passage in passages:
        if groups and passage.line <= groups[-1][1]:
            first, last, members = groups.pop()
            groups.append((first, max(last, passage.last_line), [*members, passage]))
        else:
            groups.append((passage.line, passage.last_line, [passage]))
    left = list(gold)
    for first, last, members in groups:
        here = [clause for clause in left if first <= clause["line"] <= last]
        left = [clause for clause in left if clause not in here]
        yield [p for passage in members for p in propose(passage)], here
    if left:
        yield [], left


def word(proposal: Proposal) -> str:
    """The form in which the register would call it."""
    return proposal.kind or proposal.form


def told_durations(blocks: Sequence[Block]) -> None:
    right = said = meant = 0
    for proposals, gold in blocks:
        ours = Counter(normal(d) for p in proposals for d in p.durations)
        theirs = Counter(d for clause in gold for d in gold_durations(clause))
        right += (ours & theirs).total()
        said += ours.total()
        meant += theirs.total()
        if "-v" in sys.argv and ours != theirs:
            print("  durations", gold[0]["id"] if gold else "-", dict(ours), dict(theirs))
    shares = f"precision {share(right, said)}, recall {share(right, meant)}"
    print(f"durations: {shares} ({right} of {meant})")


def told_forms(blocks: Sequence[Block]) -> None:
    right_forms: Counter[str] = Counter()
    said: Counter[str] = Counter()
    right_kinds: Counter[str] = Counter()
    meant: Counter[str] = Counter()
    for proposals, gold in blocks:
        said.update(map(word, proposals))
        meant.update(clause["kind"] for clause in gold)
        for proposal, clause in matched(proposals, gold):
            right_forms[word(proposal)] += 1
            right_kinds[clause["kind"]] += 1
    print(f"{'form':14}{'proposed':>10}{'precision':>11}")
    for form in sorted(said):
        print(f"{form:14}{said[form]:10}{share(right_forms[form], said[form]):>11}")
    print(f"{'kind':14}{'clauses':>10}{'recall':>11}")
    for kind in sorted(meant):
        print(f"{kind:14}{meant[kind]:10}{share(right_kinds[kind], meant[kind]):>11}")
    forms = [right_forms[form] / said[form] for form in said]
    kinds = [right_kinds[kind] / meant[kind] for kind in meant]
    print(f"mean over forms: precision {sum(forms) / len(forms):.2f}")
    print(f"mean over kinds: recall {sum(kinds) / len(kinds):.2f}")
    total = sum(right_forms.values())
    shares = f"precision {share(total, said.total())}, recall {share(total, meant.total())}"
    print(f"all together: {shares}")


def matched(proposals: Sequence[Proposal], gold: Sequence[dict]) -> list[tuple[Proposal, dict]]:
    """A largest matching of proposals to clauses that may be written so."""
    owner: dict[int, int] = {}

    def place(number: int, tried: set[int]) -> bool:
        for other, clause in enumerate(gold):
            if other in tried or word(proposals[number]) not in meant_by(clause):
                continue
            tried.add(other)
            if other not in owner or place(owner[other], tried):
                owner[other] = number
                return True
        return False

    for number in range(len(proposals)):
        place(number, set())
    return [(proposals[number], gold[other]) for other, number in owner.items()]


def meant_by(clause: dict) -> set[str]:
    """The forms in which a clause may be written; one that names a gate may be one."""
    return MEANS[clause["kind"]] | ({"gate"} if "gate" in clause["params"] else set())


def gold_durations(clause: dict) -> Iterator[str]:
    params = clause["params"]
    values = [params.get(key) for key in ("duration", "length", "criterion")]
    is_note = "paper" not in clause
    for value in [str(params)] if is_note else values:
        for found in filter(_says, _ISO.finditer(str(value or ""))):
            years, months, weeks, days, *time = (int(part or 0) for part in found.groups())
            seconds = time[0] * 3600 + time[1] * 60 + time[2]
            about = str(params if is_note else params.get("calendar"))
            working = any(word in about for word in ("working", "business", "Werktag"))
            count = years * 365 + months * 30 + weeks * 7 + days
            yield f"{count} {'working ' if working else ''}days" if count else f"{seconds} s"
            if not is_note:
                return


def _says(found: re.Match[str]) -> bool:
    return found[0] not in ("P", "PT")


def normal(duration: str) -> str:
    amount, _, unit = duration.rpartition(" .. ")[2].partition(" ")
    unit = unit.removesuffix("s") if unit != "s" else unit
    if duration in ("immediately", "on time"):
        return "0 s"
    if not amount.isdecimal():
        return duration
    if unit in _SECONDS:
        return f"{int(amount) * _SECONDS[unit]} s"
    if unit == "working day":
        return f"{amount} working days"
    return f"{int(amount) * _DAYS[unit]} days"


def share(part: int, whole: int) -> str:
    return f"{part / whole:.2f}" if whole else "-"


if __name__ == "__main__":
    sys.exit(main())
