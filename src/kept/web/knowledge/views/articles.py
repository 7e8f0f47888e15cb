"""All articles; one of them; writing."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kept.records.knowledge import queries
from kept.records.knowledge.services import write_article
from kept.records.refusal import Refused
from kept.web.common.access import READERS, DeskRequest, for_roles, may
from kept.web.common.reading.reader import Reader
from kept.web.knowledge import pages
from kept.web.knowledge.building.articles import article_line, build_article, waiting_line
from kept.web.knowledge.forms import ArticleForm
from kept.web.knowledge.reading import AUTHORS, KEEPERS, article_or_404

BOTH = ["GET", "HEAD", "POST"]


@require_safe
@for_roles(*READERS)
def articles(request: DeskRequest) -> HttpResponse:
    """Show the articles that hold what was asked for; without a question all."""
    reader, asked = Reader(timezone.now()), request.GET.get("q", "")[:100].replace("\x00", "")
    page = pages.ArticlesPage(
        now=reader.now,
        asked=asked,
        found=[article_line(one) for one in queries.articles(asked, viewer=request.user)],
        waiting=[waiting_line(one, reader) for one in queries.unpublished()],
        may_write=may(request.user, *AUTHORS),
        may_keep=may(request.user, *KEEPERS),
    )
    return render(request, "knowledge/articles.html", {"page": page})


@require_safe
@for_roles(*READERS)
def article(request: DeskRequest, article: str) -> HttpResponse:
    """Show what everyone reads, else the newest version; or the version that was asked for."""
    card, reader = article_or_404(request, article), Reader(timezone.now())
    asked = request.GET.get("version", "")
    chosen = {str(one.number): one for one in card.versions}.get(asked)
    if asked and chosen is None:
        raise Http404
    version = chosen or card.published or card.newest
    page = build_article(card, version, viewer=request.user, reader=reader)
    return render(request, "knowledge/article.html", {"page": page})


@require_http_methods(BOTH)
@for_roles(*AUTHORS)
def new(request: DeskRequest) -> HttpResponse:
    """Begin an article."""
    started = {"after": 0, "kind": "text", "audience": "staff"}
    form = ArticleForm(request.POST or None, is_new=True, initial=started)
    key = str(form["key"].value() or "")
    return _written(request, form, key, back=reverse("knowledge:articles"))


@require_http_methods(BOTH)
@for_roles(*AUTHORS)
def edit(request: DeskRequest, article: str) -> HttpResponse:
    """Write a new version, beginning with the newest."""
    card = article_or_404(request, article)
    form = ArticleForm(request.POST or None, initial=ArticleForm.initial_of(card.newest))
    back = reverse("knowledge:article", args=[article])
    return _written(request, form, article, back=back)


def _written(request: DeskRequest, form: ArticleForm, key: str, *, back: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            number = write_article(
                key=key,
                details=form.details(),
                after=form.cleaned_data["after"],
                by=request.user,
                now=timezone.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return redirect(f"{reverse('knowledge:article', args=[key])}?version={number}")
    title = _("A new article") if form.fields.get("key") else _("Edit: {title}").format(title=key)
    page = {
        "title": title,
        "button": _("Save as a draft"),
        "back": back,
        "draft": f"article-{key}" if not form.fields.get("key") else "article-new",
        "lang": get_language(),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "knowledge/form.html", {"page": page, "form": form}, status=status)
