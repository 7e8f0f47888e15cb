"""Addresses of what is known."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.knowledge.views import articles, checklists, codes, macros, ready_texts, steps

app_name = "knowledge"

urlpatterns: list[URLPattern] = [
    path("knowledge/", articles.articles, name="articles"),
    path("knowledge/new/", articles.new, name="new"),
    path("knowledge/articles/<slug:article>/", articles.article, name="article"),
    path("knowledge/articles/<slug:article>/edit/", articles.edit, name="edit"),
    path("knowledge/articles/<slug:article>/review/", steps.review, name="review"),
    path("knowledge/articles/<slug:article>/publish/", steps.publish, name="publish"),
    path("knowledge/articles/<slug:article>/withdraw/", steps.withdraw, name="withdraw"),
    path("knowledge/texts/", ready_texts.ready_texts, name="ready_texts"),
    path("knowledge/texts/new/", ready_texts.new, name="ready_text_new"),
    path("knowledge/texts/<slug:words>/", ready_texts.ready_text, name="ready_text"),
    path("knowledge/texts/<slug:words>/retire/", ready_texts.retire, name="ready_text_retire"),
    path("knowledge/checklists/", checklists.checklists, name="checklists"),
    path("knowledge/checklists/new/", checklists.new, name="checklist_new"),
    path("knowledge/checklists/<slug:checklist>/", checklists.checklist, name="checklist"),
    path(
        "knowledge/checklists/<slug:checklist>/publish/",
        checklists.publish,
        name="checklist_publish",
    ),
    path(
        "knowledge/checklists/<slug:checklist>/retire/", checklists.retire, name="checklist_retire"
    ),
    path("knowledge/macros/", macros.macros, name="macros"),
    path("knowledge/macros/new/", macros.new, name="macro_new"),
    path("knowledge/macros/<slug:macro>/", macros.macro, name="macro"),
    path("knowledge/macros/<slug:macro>/retire/", macros.retire, name="macro_retire"),
    path("knowledge/codes/", codes.codes, name="codes"),
    path("knowledge/codes/keep/", codes.keep, name="code_keep"),
    path("knowledge/codes/retire/", codes.retire, name="code_retire"),
]
