"""Addresses of the policy desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.policydesk.views import (
    desk,
    drafts,
    findings,
    papers,
    publishing,
    rules,
    steps,
    trials,
    versions,
)

app_name = "policydesk"

urlpatterns: list[URLPattern] = [
    path("policydesk/", desk.desk, name="desk"),
    path("policydesk/new/", desk.new, name="new"),
    path("policydesk/policies/<str:code>/", desk.policy, name="policy"),
    path("policydesk/policies/<str:code>/draft/", desk.begin, name="begin"),
    path("policydesk/policies/<str:code>/paper/", papers.paper, name="paper"),
    path("policydesk/policies/<str:code>/compare/", versions.compare, name="compare"),
    path("policydesk/policies/<str:code>/file/", versions.file, name="file"),
    path("policydesk/schema/", versions.schema_file, name="schema"),
    path("policydesk/drafts/<int:draft>/", drafts.draft, name="draft"),
    path("policydesk/drafts/<int:draft>/text/", drafts.text, name="text"),
    path("policydesk/drafts/<int:draft>/text/check/", drafts.text_check, name="text_check"),
    path("policydesk/drafts/<int:draft>/file/", drafts.file, name="draft_file"),
    path("policydesk/drafts/<int:draft>/clauses/<str:clause_id>/", drafts.clause, name="clause"),
    path("policydesk/drafts/<int:draft>/rules/<str:rule>/", rules.rule, name="rule"),
    path(
        "policydesk/drafts/<int:draft>/rules/<str:rule>/check/", rules.rule_check, name="rule_check"
    ),
    path(
        "policydesk/drafts/<int:draft>/rules/<str:rule>/remove/",
        rules.rule_remove,
        name="rule_remove",
    ),
    path("policydesk/drafts/<int:draft>/new-rule/", rules.new_rule, name="new_rule"),
    path(
        "policydesk/drafts/<int:draft>/new-rule/<str:form>/",
        rules.rule_of_form,
        name="rule_of_form",
    ),
    path(
        "policydesk/drafts/<int:draft>/new-rule/<str:form>/check/",
        rules.new_rule_check,
        name="new_rule_check",
    ),
    path("policydesk/drafts/<int:draft>/unset/", findings.unset, name="unset"),
    path("policydesk/drafts/<int:draft>/accept/", findings.accept, name="accept"),
    path("policydesk/drafts/<int:draft>/submit/", steps.submit, name="submit"),
    path("policydesk/drafts/<int:draft>/return/", steps.give_back, name="return"),
    path("policydesk/drafts/<int:draft>/approve/", steps.approve, name="approve"),
    path("policydesk/drafts/<int:draft>/publish/", publishing.publish, name="publish"),
    path(
        "policydesk/drafts/<int:draft>/required/<str:requirement>/",
        publishing.add_document,
        name="add_document",
    ),
    path(
        "policydesk/policies/<str:code>/documents/<int:document>/",
        publishing.document,
        name="document",
    ),
    path("policydesk/drafts/<int:draft>/discard/", steps.discard, name="discard"),
    path("policydesk/drafts/<int:draft>/trial/", trials.ask, name="ask_trial"),
    path("policydesk/trials/<int:trial>/", trials.trial, name="trial"),
    path("policydesk/trials/<int:trial>/version/", trials.version, name="trial_version"),
    path("policydesk/trials/<int:trial>/cancel/", trials.cancel, name="cancel_trial"),
]
