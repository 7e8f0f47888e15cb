"""Addresses of the hotline desk."""

from __future__ import annotations

from django.urls import URLPattern, path

from kept.web.hotline.views import (
    calls,
    case,
    compare,
    decisions,
    documents,
    duty,
    facts,
    files,
    log,
    mail,
    notices,
    policies,
    proof,
    queue,
    search,
    signing,
)

app_name = "hotline"

urlpatterns: list[URLPattern] = [
    path("", queue.home, name="home"),
    path("queue/", queue.queue, name="queue"),
    path("queue/version/", queue.version, name="queue_version"),
    path("log/", log.log, name="log"),
    path("log/preview/", log.preview, name="log_preview"),
    path("search/", search.search, name="search"),
    path("notices/", notices.notices, name="notices"),
    path("notices/read/", notices.read, name="notices_read"),
    path("calls/", calls.calls, name="calls"),
    path("calls/now/", calls.now, name="calls_now"),
    path("calls/<int:call>/", calls.call, name="call"),
    path("calls/<int:call>/attach/", calls.attach, name="call_attach"),
    path("calls/<int:call>/aside/", calls.aside, name="call_aside"),
    path("calls/<int:call>/take/", calls.take, name="call_take"),
    path("calls/<int:call>/let-go/", calls.let_go, name="call_let_go"),
    path("duty/", duty.duty, name="duty"),
    path("duty/plan/", duty.plan, name="duty_plan"),
    path("duty/copy/", duty.copy, name="duty_copy"),
    path("duty/leave/", duty.leave, name="duty_leave"),
    path("duty/note/", duty.note, name="duty_note"),
    path("duty/shifts/<int:shift>/", duty.shift, name="duty_shift"),
    path("duty/notes/<int:note>/read/", duty.read, name="duty_read"),
    path("mail/", mail.mail, name="mail"),
    path("mail/<int:letter_id>/", mail.show, name="letter"),
    path("mail/<int:letter_id>/add/", mail.add, name="letter_add"),
    path("mail/<int:letter_id>/aside/", mail.aside, name="letter_aside"),
    path("mail/<int:letter_id>/page/", mail.page, name="letter_page"),
    path("mail/<int:letter_id>/raw/", mail.raw, name="letter_raw"),
    path("compare/", compare.compare, name="compare"),
    path("policies/", policies.policies, name="policies"),
    path("policies/<str:code>/", policies.policy, name="policy"),
    path("policies/<str:code>/clauses/<str:clause_id>/", policies.clause, name="clause"),
    path("cases/<str:number>/", case.case, name="case"),
    path("cases/<str:number>/version/", case.version, name="case_version"),
    path("cases/<str:number>/compare/", compare.case_compare, name="case_compare"),
    path("cases/<str:number>/documents/", documents.papers, name="papers"),
    path("cases/<str:number>/documents/begin/", documents.paper_begin, name="paper_begin"),
    path("cases/<str:number>/documents/<str:paper>/", documents.paper, name="paper"),
    path(
        "cases/<str:number>/documents/<str:paper>/preview/",
        documents.paper_preview,
        name="paper_preview",
    ),
    path(
        "cases/<str:number>/documents/<str:paper>/preview.pdf",
        documents.paper_preview_pdf,
        name="paper_preview_pdf",
    ),
    path(
        "cases/<str:number>/documents/<str:paper>/issue/", documents.paper_issue, name="paper_issue"
    ),
    path("cases/<str:number>/documents/<str:paper>/drop/", documents.paper_drop, name="paper_drop"),
    path(
        "cases/<str:number>/documents/<str:paper>/<int:version>.pdf",
        documents.paper_pdf,
        name="paper_pdf",
    ),
    path(
        "cases/<str:number>/documents/<str:paper>/<int:version>/sign/",
        signing.paper_sign,
        name="paper_sign",
    ),
    path("cases/<str:number>/proof/", proof.proof, name="proof"),
    path("cases/<str:number>/level/", decisions.level, name="level"),
    path("cases/<str:number>/assign/", decisions.assign, name="assign"),
    path("cases/<str:number>/files/", files.files, name="files"),
    path("cases/<str:number>/files/<int:file>/", files.file, name="file"),
    path("cases/<str:number>/files/<int:file>/picture/", files.file_picture, name="file_picture"),
    path("cases/<str:number>/files/<int:file>/small/", files.file_small, name="file_small"),
    path(
        "cases/<str:number>/files/<int:file>/withdraw/", files.file_withdraw, name="file_withdraw"
    ),
    path("cases/<str:number>/facts/", facts.facts, name="facts"),
    path("cases/<str:number>/facts/new/", facts.fact_new, name="fact_new"),
    path("cases/<str:number>/facts/preview/", facts.fact_preview, name="fact_preview"),
    path("cases/<str:number>/facts/then/", facts.fact_then, name="fact_then"),
    path("cases/<str:number>/facts/<int:seq>/correct/", facts.fact_correct, name="fact_correct"),
    path("cases/<str:number>/facts/<int:seq>/withdraw/", facts.fact_withdraw, name="fact_withdraw"),
]
