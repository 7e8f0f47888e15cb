"""What customers can read and check themselves, without an account."""

from __future__ import annotations

from urllib.parse import urlencode

from django.core.exceptions import SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kept.records.knowledge import queries
from kept.records.knowledge.models import ArticleKind
from kept.records.knowledge.queries import VersionCard
from kept.records.knowledge.walking import FIXED, walk
from kept.web.portal import pages

MOST_ANSWERS = 100


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """Show the articles for customers that hold what was asked for; without a question all."""
    asked = request.GET.get("q", "")[:100].replace("\x00", "")
    found = [_line(one) for one in queries.articles(asked, viewer=None)]
    page = pages.HelpPage(asked=asked, found=found)
    return render(request, "portal/help.html", {"page": page})


@require_safe
def article(request: HttpRequest, article: str) -> HttpResponse:
    """Show one article for customers."""
    version = _or_404(article)
    if version.kind == ArticleKind.STEPS:
        return _walked(request, version)
    title = version.title(_language())
    page = pages.HelpArticlePage(
        title=title,
        blocks=version.blocks(_language()),
        ask_url=_ask_url(title),
    )
    return render(request, "portal/help_article.html", {"page": page})


def _walked(request: HttpRequest, version: VersionCard) -> HttpResponse:
    """Show where a self-check stands; the answers so far stand in the address."""
    said = request.GET.get("said", "")
    if set(said) - {"y", "n"} or len(said) > MOST_ANSWERS:
        raise SuspiciousOperation("answers nobody could give")
    questions, place = version.steps(_language()), walk(version.paths, said)
    words = {True: _("yes"), False: _("no")}
    taken = [(questions[step - 1], words[answer]) for step, answer in place.taken]
    here = reverse("portal:help_article", args=[version.key])
    page = pages.WalkPage(
        title=version.title(_language()),
        url=here,
        taken=taken,
        question=questions[place.step - 1],
        step=len(taken) + 1,
        yes_url=f"{here}?said={said}y",
        no_url=f"{here}?said={said}n",
        back_url=f"{here}?said={said[:-1]}" if said else "",
        ended=_ending(place.end),
        ask_url=_ask_url(version.title(_language()), taken),
    )
    return render(request, "portal/help_steps.html", {"page": page})


def _ending(end: str) -> str:
    if not end:
        return ""
    if end == FIXED:
        return _("That should have solved it.")
    return _("This needs one of us. Send it to us: what you have tried goes with it.")


def _ask_url(title: str, taken: list[tuple[str, str]] | None = None) -> str:
    """Return the form for everyone, which says already what was read and tried."""
    tried = "\n".join([title, *(f"{asked} – {answer}" for asked, answer in taken or [])])
    return f"{reverse('portal:ask')}?{urlencode({'tried': tried})}"


def _line(version: VersionCard) -> pages.HelpLine:
    return pages.HelpLine(
        title=version.title(_language()),
        url=reverse("portal:help_article", args=[version.key]),
        has_steps=version.kind == ArticleKind.STEPS,
    )


def _or_404(key: str) -> VersionCard:
    version = queries.published(key, viewer=None)
    if version is None:
        raise Http404
    return version


def _language() -> str:
    return str(get_language() or "en")
