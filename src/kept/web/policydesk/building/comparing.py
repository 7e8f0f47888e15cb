"""Two texts of a policy side by side: versions by number, drafts as "draft-7"."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

from kept.records.policies.drafts import DraftCard, draft_text, drafts_of
from kept.records.policies.queries import PolicyCard, policy_version
from kept.rules.policy import PolicyErrors, load
from kept.rules.policy.blocks import Block, blocks
from kept.rules.policy.changes import Change, ChangeKind, accepted_by_name, changes
from kept.rules.policy.model import Policy
from kept.web.common.reading.reader import Reader
from kept.web.policydesk.building.drafts import draft_name
from kept.web.policydesk.pages import ChangeLine, ComparePage

DRAFT = "draft-"
# The sections of a file by what the model calls them.
IN_FILE = {"attributes": "facts", "prices": "price_bases"}


def build_compare(card: PolicyCard, before: str, after: str, reader: Reader) -> ComparePage:
    """Return what differs; without choice, between the newest version and the one before it."""
    choices = _choices(card)
    keys = [key for key, _name in choices]
    after = after if after in keys else (keys[0] if keys else "")
    later = keys[keys.index(after) + 1 :] if after else []
    before = before if before in keys else (later[0] if later else after)
    lines: list[ChangeLine] = []
    problem = ""
    try:
        lines = _lines(_text(card, before), _text(card, after), reader) if after else []
    except PolicyErrors:
        problem = _("One of the two cannot be read yet, so they cannot be compared.")
    names = dict(choices)
    return ComparePage(
        now=reader.now,
        code=card.code,
        title=reader.name(card.names),
        before=names.get(before, ""),
        after=names.get(after, ""),
        changes=lines,
        choices=choices,
        chosen=(before, after),
        problem=problem,
    )


def what_differs(draft: DraftCard, card: PolicyCard, reader: Reader) -> ComparePage | None:
    """Return what a draft changes in the newest version; nothing while there is none."""
    if not card.versions:
        return None
    return build_compare(card, str(card.versions[0].number), f"{DRAFT}{draft.pk}", reader)


def _choices(card: PolicyCard) -> list[tuple[str, str]]:
    drafts = [(f"{DRAFT}{one.pk}", draft_name(one)) for one in drafts_of(card.code, only_open=True)]
    versions = [
        (str(one.number), _("version {number}").format(number=one.number)) for one in card.versions
    ]
    return [*drafts, *versions]


def _text(card: PolicyCard, key: str) -> str:
    if key.startswith(DRAFT):
        return draft_text(int(key.removeprefix(DRAFT)))
    return policy_version(next(one.pk for one in card.versions if str(one.number) == key)).text


def _lines(before: str, after: str, reader: Reader) -> list[ChangeLine]:
    old, new = load(before, file="before"), load(after, file="after")
    texts = blocks(before), blocks(after)
    return [_line(change, old, new, texts, reader) for change in changes(old, new)]


def _line(
    change: Change,
    old: Policy,
    new: Policy,
    texts: tuple[Mapping[tuple[str, str], Block], Mapping[tuple[str, str], Block]],
    reader: Reader,
) -> ChangeLine:
    kinds = {
        ChangeKind.ADDED: _("added"),
        ChangeKind.REMOVED: _("removed"),
        ChangeKind.CHANGED: _("changed"),
    }
    section, key = _place(change)
    was, is_now = (found.get((section, key)) for found in texts)
    return ChangeLine(
        what=kinds[change.kind],
        name=_name(change, old, new, reader),
        parts=", ".join(change.parts),
        before=was.text.strip("\n") if was else _reason(change, old, reader),
        after=is_now.text.strip("\n") if is_now else _reason(change, new, reader),
        clauses=", ".join(change.clauses),
    )


def _reason(change: Change, policy: Policy, reader: Reader) -> str:
    """Return why a finding was accepted, and by whom; nothing for other entries."""
    one = accepted_by_name(policy).get(change.key) if change.section == "accepted" else None
    return f"{reader.text(one.text)} ({one.decided_by})" if one else ""


def _place(change: Change) -> tuple[str, str]:
    """Return where in the file an entry stands."""
    if change.section == "scales":
        kind, _dot, key = change.key.partition(".")
        return f"{kind}s", key
    return IN_FILE.get(change.section, change.section), change.key


def _name(change: Change, old: Policy, new: Policy, reader: Reader) -> str:
    for policy in (new, old):
        entries = getattr(policy, change.section, None)
        entry = entries.get(change.key) if isinstance(entries, Mapping) else None
        name = getattr(entry, "name", None)
        if name:
            return f"{change.key} · {reader.text(name)}"
    return change.key
