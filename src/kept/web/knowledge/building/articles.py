"""Articles as pages show them."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kept.records.knowledge.models import ArticleKind
from kept.records.knowledge.queries import ArticleCard, VersionCard
from kept.records.knowledge.walking import written
from kept.records.people.models import Person
from kept.web.common.access import may
from kept.web.common.reading.reader import Reader
from kept.web.common.reading.wording import listed
from kept.web.knowledge import pages
from kept.web.knowledge.reading import AUTHORS


def article_line(version: VersionCard) -> pages.ArticleLine:
    """Return a published article in a list."""
    parts = [version.key, *version.families, str(version.audience.label)]
    return pages.ArticleLine(
        url=reverse("knowledge:article", args=[version.key]),
        title=version.title(get_language() or "en"),
        detail=" · ".join(parts),
    )


def waiting_line(version: VersionCard, reader: Reader) -> pages.ArticleLine:
    """Return a version that is not published, in a list."""
    detail = _("version {number}, written {moment} by {person}").format(
        number=version.number, moment=reader.day(version.written_at), person=version.written_by
    )
    return pages.ArticleLine(
        url=f"{reverse('knowledge:article', args=[version.key])}?version={version.number}",
        title=version.title(get_language() or "en"),
        detail=detail,
        state=_state(version),
    )


def _state(version: VersionCard) -> str:
    if version.published_at:
        return _("published")
    return _("reviewed") if version.reviewed_at else _("draft")


def build_article(
    card: ArticleCard, version: VersionCard, *, viewer: Person, reader: Reader
) -> pages.ArticlePage:
    """Return the page of one version."""
    language = get_language() or "en"
    is_read = version == card.published
    writes = may(viewer, *AUTHORS)
    return pages.ArticlePage(
        now=reader.now,
        key=card.key,
        number=version.number,
        title=version.title(language),
        lang=language,
        state=_("what everyone reads") if is_read else _state(version),
        look="met" if is_read else "not_started",
        facts=list(_facts(card, version, reader)),
        blocks=version.blocks(language),
        paths=written(version.paths) if version.kind == ArticleKind.STEPS else "",
        steps=list(_steps(card, version, viewer)) if writes else (),
        versions=[waiting_line(one, reader) for one in card.versions],
        edit_url=reverse("knowledge:edit", args=[card.key]) if writes else "",
        withdraw_url=(
            reverse("knowledge:withdraw", args=[card.key]) if writes and card.published else ""
        ),
    )


def _facts(card: ArticleCard, version: VersionCard, reader: Reader) -> Iterator[tuple[str, str]]:
    yield _("For whom"), str(version.audience.label)
    yield _("Machines"), listed(version.families) or _("any machine")
    if version.codes:
        yield _("Codes"), listed(version.codes)
    said = [phrase for phrases in version.symptoms.values() for phrase in phrases]
    if said:
        yield _("Customers say"), listed(said)
    yield _("Written by"), f"{version.written_by}, {reader.day(version.written_at)}"
    if version.reviewed_at:
        yield _("Reviewed by"), f"{version.reviewed_by}, {reader.day(version.reviewed_at)}"
    told = _("used in {used} cases, helped in {helped}, did not help in {not_helped}")
    yield (
        _("Experience"),
        told.format(used=card.used, helped=card.helped, not_helped=card.did_not_help),
    )


def _steps(card: ArticleCard, version: VersionCard, viewer: Person) -> Iterator[pages.Step]:
    """Yield what comes next for the newest version, or why this person cannot do it."""
    if version != card.newest or version == card.published:
        return
    if version.reviewed_at is None:
        own = _("You wrote this version. Please let a second person review it.")
        yield pages.Step(
            label=_("It is right"),
            url=reverse("knowledge:review", args=[card.key]),
            why_not=own if version.writer_id == viewer.pk else "",
        )
    else:
        yield pages.Step(label=_("Publish"), url=reverse("knowledge:publish", args=[card.key]))
