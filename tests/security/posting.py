"""What a person can send: for each route that changes something, a form that is right."""

from __future__ import annotations

import uuid
from typing import Final

from django.core.files.uploadedfile import SimpleUploadedFile

from kept.records.cases.models import CaseFact, CaseLink, LinkKind
from kept.records.cases.services import Linking, ask_replay, link_cases
from kept.records.documents.kinds import DocumentKind
from kept.records.documents.models import CodeBy, Document, Signature, SigningLink, Version
from kept.records.documents.services import (
    SIGNING_LINK,
    Issue,
    begin_document,
    issue_document,
    send_link,
    write_draft,
)
from kept.records.documents.storing import keep
from kept.records.mail.models import Letter, Mailbox, Outcome
from kept.records.mail.services import Asked, take_in, take_web_request
from kept.records.people.models import Person, Role
from kept.records.policies.services import start_draft
from kept.records.tokens import code, hash_of, token
from kept.rules.policy import Severity, check, load
from tests.asked import CHECKLIST, MACRO, SECOND
from tests.desk import POLICY
from tests.known import ARTICLE, SYMPTOM, WORDS
from tests.security.company import NOW, Company, World
from tests.security.money_posts import money_posts
from tests.security.post import Post
from tests.security.quote_posts import BY_LINK, NOTHING_ASKED, quote_posts
from tests.security.returning import depot_posts, goods_posts
from tests.security.store_posts import store_posts
from tests.security.working import work_posts

SAID: Final = {  # what a document says that was issued in a test
    "columns": [{"lang": "en", "title": "Service report", "head": [], "sections": []}],
    "provider": "Example Instruments",
    "number": "D-000001",
}
SHA256: Final = "0" * 64  # of a document that was issued in a test


# Forms for everyone, or for whoever has the code or the link.
FOR_ANYBODY = {
    *("portal:machine", "portal:sign", "portal:receipt", "portal:ask", "portal:contest"),
    *("portal:machine_return", "portal:anything_return", "portal:request_return"),
    "portal:parcel",
    *BY_LINK,
}
# A right form about what the case does not have: no cause was found yet that could be disputed.
# Nor does its policy lay a repair by others on us.
# Its parts were not sent off, so there is no label to make.
NOTHING_TO = {
    *("hotline:dispute", "money:bill_decide", "store:label", "depot:remedy"),
    *NOTHING_ASKED,
}
PLANNING = {
    *("hotline:duty_plan", "hotline:duty_copy", "hotline:duty_shift", "hotline:duty_leave"),
    *("hotline:role_name", "hotline:role_end"),
}


def posts_about(company: Company, world: World) -> dict[str, Post]:
    """Return a right form for each route of ours that takes one, about one company's things."""
    case = f"/cases/{company.case.number}"
    key = uuid.uuid4().hex
    request = {
        "key": key,
        "contact": str(company.contact.pk),
        "channel": "telephone",
        "case_type": "fault",
        "description": "sent in a test",
        "answered_live": "yes",
    }
    log = f"?equipment={company.equipment.pk}"
    liking = {"language": "zh-hans", "theme": "dark", "time_zone": "Asia/Tokyo"}
    return {
        "common:preferences": Post("/preferences/", liking),
        "common:language": Post("/preferences/language/", {"language": "zh-hant", "next": "/"}),
        "hotline:log": Post(f"/log/{log}", request),
        "hotline:log_new": Post("/log/new/", {"key": key, "name": "Wu", "language": "en"}),
        "hotline:log_preview": Post(f"/log/preview/{log}", request),
        **fact_posts(company, case, key),
        "hotline:case_help": Post(f"{case}/help/{ARTICLE}/", {"outcome": "helped"}),
        "hotline:case_steps": Post(f"{case}/help/{ARTICLE}/steps/", {"key": key, "said": "yy"}),
        "hotline:case_code": Post(f"{case}/code/", {"key": key, "code": SYMPTOM}),
        **decision_posts(case, key),
        **asked_posts(company, case, key),
        "hotline:proof": Post(f"{case}/proof/", {}),
        **paper_posts(company, world),
        **link_posts(company, world),
        **related_posts(company, world),
        "hotline:assign": Post(f"{case}/assign/", {"person": str(world.desk.manager.pk)}),
        "hotline:play": Post("/play/", {"step": "next"}),
        "hotline:notices_read": Post("/notices/read/", {}),
        "hotline:follow_up": Post(
            f"{case}/follow-up/", {"key": key, "asked": "Wu", "went": "reached"}
        ),
        **file_posts(company, world, key),
        **call_posts(company),
        **mail_posts(company),
        **duty_posts(world) | role_posts(world, case),
        **store_posts(company, world),
        **work_posts(company, world),
        **money_posts(company, world) | quote_posts(company, world),
        **depot_posts(company, world, key),
        **goods_posts(company, world, key),
    }


def fact_posts(company: Company, case: str, key: str) -> dict[str, Post]:
    """Return a right form for each route about what happened in a case."""
    seq = last_note(company)
    note = {"key": key, "kind": "note.added", "note": "sent in a test", "when": ""}
    return {
        "hotline:facts": Post(f"{case}/facts/", note),
        "hotline:fact_then": Post(f"{case}/facts/then/", {"when": "14:00"}),
        "hotline:fact_preview": Post(f"{case}/facts/preview/", note),
        "hotline:fact_correct": Post(f"{case}/facts/{seq}/correct/", note),
        "hotline:fact_withdraw": Post(
            f"{case}/facts/{seq}/withdraw/", {"key": key, "reason": "sent in a test"}
        ),
    }


def asked_values(company: Company) -> dict[str, object]:
    """Return what fills the holes of routes about checklists and macros."""
    return {"checklist": CHECKLIST, "macro": MACRO, "run": company.run}


def asked_posts(company: Company, case: str, key: str) -> dict[str, Post]:
    """Return a right form for each route about checklists and macros of a case."""
    run, number = f"{case}/checklists/{company.run}", company.case.number
    return {
        "hotline:checklist_start": Post(f"{case}/checklists/start/", {"checklist": SECOND}),
        "hotline:checklist": Post(f"{run}/", {"key": key, "seen": 1, "said_1": "no"}),
        "hotline:checklist_aside": Post(f"{run}/aside/", {"reason": "sent in a test"}),
        "hotline:macro": Post(f"{case}/macros/{MACRO}/", {"key": key, "version": 1}),
        "hotline:write": Post(
            f"{case}/write/",
            {"key": key, "contact": company.contact.pk, "text": "sent in a test"},
        ),
        "hotline:several_macro": Post(
            f"/queue/macros/{MACRO}/",
            {"key": key, "version": 1, "marked": [number], "case": [number]},
        ),
    }


def role_posts(world: World, case: str) -> dict[str, Post]:
    """Return a right form for each route about who leads."""
    named = {"role": "sales", "person": str(world.desk.engineer.pk), "where": "all"}
    accepted = {"on": "2026-11-20", "evidence": "sent in a test"}
    return {
        "hotline:acceptance": Post(f"{case}/acceptance/", accepted),
        "hotline:role_name": Post("/roles/name/", named),
        "hotline:role_end": Post(f"/roles/{world.holder}/end/", {}),
    }


def file_posts(company: Company, world: World, key: str) -> dict[str, Post]:
    """Return a right form for each route about files and labels that takes one."""
    case = f"/cases/{company.case.number}"
    stranger = {"description": "sent in a test", "name": "Wu", "phone": "138 0000 0000"}
    return {
        "hotline:files": Post(f"{case}/files/", {"key": key, "file": text_file()}),
        "hotline:file_withdraw": Post(
            f"{case}/files/{company.file}/withdraw/", {"reason": "sent in a test"}
        ),
        "portal:machine": Post(f"/m/{company.label}/", stranger | {"key": key}),
        "portal:ask": Post("/request/", stranger | {"key": key}),
        "portal:receipt": Post(f"/request/{receipt_of()}/", {"key": key, "text": "sent in a test"}),
        "portal:request_return": Post(
            f"/request/{receipt_of_case(company)}/return/",
            {"key": key, "what": "Pump", "pieces": "1", "why": "sent in a test"},
        ),
        "portal:contest": Post(
            f"/request/{receipt_of_case(company)}/contest/",
            {"key": key, "asked": "level.fault:", "text": "sent in a test"},
        ),
        "hotline:labels": Post("/labels/", {"equipment": str(world.desk.equipment.pk)}),
        "hotline:label_revoke": Post(f"/labels/{company.equipment.pk}/revoke/", {}),
    }


def call_posts(company: Company) -> dict[str, Post]:
    """Return a right form for each route about a call that takes one."""
    call = f"/calls/{company.missed}"
    return {
        "hotline:call_attach": Post(f"{call}/attach/", {"case": str(company.case.number)}),
        "hotline:call_aside": Post(f"{call}/aside/", {}),
        "hotline:call_take": Post(f"{call}/take/", {}),
        "hotline:call_let_go": Post(f"{call}/let-go/", {"reason": "sent in a test"}),
    }


def related_posts(company: Company, world: World) -> dict[str, Post]:
    """Return a right form for each route about cases that belong together."""
    case, other = f"/cases/{company.case.number}", str(company.closed.number)
    key, words = uuid.uuid4().hex, "sent in a test"
    link = {"kind": "follows_from", "number": str(company.case.number), "reason": words}
    complaint = {
        "key": key,
        "text": words,
        "channel": "telephone",
        "person": "",
        "responsible": str(world.desk.dispatcher.pk),
        "when": "",
    }
    undo = f"{case}/related/{link_of(company, world.desk.dispatcher)}/undo/"
    return {
        "hotline:link": Post(f"/cases/{other}/related/link/", link),
        "hotline:link_undo": Post(undo, {"reason": words}),
        "hotline:particulars": Post(
            f"/archive/equipment/{company.equipment.pk}/particulars/",
            {"whose": "model", "design_life_months": 120},
        ),
        "hotline:complain": Post(f"{case}/complaint/", complaint),
        "hotline:split": Post(
            f"{case}/split/", {"key": key, "text": words, "case_type": "consultation"}
        ),
    }


def link_of(company: Company, by: Person) -> int:
    """Return the key of a link of a company's case to its other one."""
    linking = Linking(kind=LinkKind.FOLLOWS, number=str(company.closed.number))
    link_cases(case_id=company.case.case_id, linking=linking, by=by, now=NOW)
    standing = CaseLink.objects.filter(undone_at=None)
    return standing.get(case_id=company.case.case_id, kind=LinkKind.FOLLOWS).pk


def duty_posts(world: World) -> dict[str, Post]:
    """Return a right form for each route of the duty roster that takes one."""
    return {
        "hotline:duty_plan": Post(
            "/duty/plan/",
            {
                "person": str(world.desk.engineer.pk),
                "duty": "second_line",
                "begins": "08:00",
                "ends": "20:00",
                "days": "5",
            },
        ),
        "hotline:duty_copy": Post("/duty/copy/?week=2026-12-01", {}),
        "hotline:duty_shift": Post(f"/duty/shifts/{world.shift}/", {"person": "none"}),
        "hotline:duty_leave": Post(
            "/duty/leave/",
            {
                "person": str(world.desk.engineer.pk),
                "first": "2026-12-01",
                "last": "2026-12-02",
                "reason": "sent in a test",
            },
        ),
        "hotline:duty_note": Post("/duty/note/", {"text": "sent in a test"}),
        "hotline:duty_read": Post(f"/duty/notes/{world.note}/read/", {}),
    }


def mail_posts(company: Company) -> dict[str, Post]:
    """Return a right form for each route about incoming mail that takes one."""
    first, second = letter_of(company), letter_of(company)
    return {
        "hotline:letter_add": Post(f"/mail/{first}/add/", {"number": company.case.number}),
        "hotline:letter_aside": Post(f"/mail/{second}/aside/", {"reason": "sent in a test"}),
    }


def waiting_letter_of(company: Company) -> int:
    """Return the key of a letter of the company that waits; made if there is none yet."""
    waiting = Letter.objects.filter(customer=company.customer, outcome="waiting").order_by("pk")
    found = waiting.first()
    return found.pk if found else letter_of(company)


def letter_of(company: Company) -> int:
    """Return the key of a new letter that waits, with the company's mark in it."""
    mailbox, _ = Mailbox.objects.get_or_create(name="service@kept.example/INBOX")
    subject = f"{company.mark} {uuid.uuid4().hex}"
    content = f"From: new@elsewhere.example\r\nSubject: {subject}\r\n\r\n{company.mark}"
    taken = take_in(mailbox=mailbox, uid=0, content=content.encode(), received_at=NOW, now=NOW)
    Letter.objects.filter(pk=taken.letter_id).update(
        outcome="waiting",
        why="unknown_sender",
        next_try_at=None,
        subject=subject,
        text=company.mark,
        html=f"<p>{company.mark}",
        customer=company.customer,
    )
    return taken.letter_id


def text_file() -> SimpleUploadedFile:
    """Return a file that is taken."""
    return SimpleUploadedFile("log.txt", b"sent in a test")


def policy_posts(world: World) -> dict[str, Post]:
    """Return a right form for each route of the policy desk that takes one."""
    draft, trial = draft_of(world), trial_of(world)
    path, rule = f"/policydesk/drafts/{draft}", "  report:\n    form: clock"
    faster = POLICY.replace("limit: 1 h", "limit: 30 min")
    policy = "/policydesk/policies/DESK"
    clause = {"edition": 1, "en": "Soon.", "zh": "", "state": "rule", "form": "", "new_rule": ""}
    kept = POLICY[POLICY.index(rule) :].rstrip("\n")
    times = {"start": "request.received", "stop": "response.given", "calendar": "elapsed"}
    answer = {"edition": 1, "limit": "30 min", **times}
    new = answer | {"key": "other", "clause": "", "source": "D-7", "name-en": "x", "name-zh": ""}
    return {
        "policydesk:new": Post("/policydesk/new/", {"code": "S9", "name_en": "x", "name_zh": ""}),
        "policydesk:begin": Post(f"{policy}/draft/", {"version": "1"}),
        "policydesk:paper": Post(f"{policy}/paper/", {"paper": "1. We answer within 2 hours."}),
        "policydesk:text": Post(f"{path}/text/", {"text": faster, "edition": 1}),
        "policydesk:text_check": Post(f"{path}/text/check/", {"text": faster, "edition": 1}),
        "policydesk:clause": Post(f"{path}/clauses/D-7/", clause | {"rule-report": kept}),
        "policydesk:rule": Post(f"{path}/rules/answer/", answer),
        "policydesk:rule_check": Post(f"{path}/rules/answer/check/", answer),
        "policydesk:rule_remove": Post(f"{path}/rules/report/remove/", {"edition": 1}),
        "policydesk:rule_of_form": Post(f"{path}/new-rule/clock/", new),
        "policydesk:new_rule_check": Post(f"{path}/new-rule/clock/check/", new),
        "policydesk:unset": Post(f"{path}/unset/", {"edition": 1, "value-0": "2 h"}),
        "policydesk:accept": Post(f"{path}/accept/", a_finding() | {"edition": 1, "en": "why"}),
        "policydesk:submit": Post(f"{path}/submit/", {"edition": 1}),
        "policydesk:return": Post(f"{path}/return/", {"edition": 1, "remark": "why"}),
        "policydesk:approve": Post(f"{path}/approve/", {"edition": 1, "remark": ""}),
        "policydesk:add_document": Post(f"{path}/required/licence/", {"file": text_file()}),
        "policydesk:publish": Post(f"{path}/publish/", {"effective_on": "2026-12-01", "note": ""}),
        "policydesk:discard": Post(f"{path}/discard/", {}),
        "policydesk:ask_trial": Post(f"{path}/trial/", {"closed_cases": 5}),
        "policydesk:cancel_trial": Post(f"/policydesk/trials/{trial}/cancel/", {}),
    }


def decision_posts(case: str, key: str) -> dict[str, Post]:
    """Return a right form for each way to say something about a level or a cause."""
    said = {"key": key, "word": "customer", "requester": "Li Na", "when": ""}
    found = {"key": key, "kind": "cause.found", "a_cause": "quality", "a_finding": "provisional"}
    return {
        "hotline:level": Post(f"{case}/level/", said | {"grade": "fault:2", "reason": "why"}),
        "hotline:contest": Post(f"{case}/contest/", said | {"asked": "fault:2", "text": "No"}),
        "hotline:dispute": Post(f"{case}/finding/dispute/", said | {"asked": "", "text": "No"}),
        "hotline:finding": Post(f"{case}/finding/", found),
    }


def known_posts() -> dict[str, Post]:
    """Return a right form for each route of knowledge that takes one."""
    article, words = f"/knowledge/articles/{ARTICLE}", f"/knowledge/texts/{WORDS}"
    said = {"kind": "text", "audience": "staff", "title_en": "x", "body_en": "y"}
    named = {"name_en": "Hello", "text_en": "Dear {customer}"}
    code = {"kind": "symptom", "code": "S-9", "name_en": "x"}
    return {
        "knowledge:new": Post("/knowledge/new/", said | {"after": 0, "key": "another"}),
        "knowledge:edit": Post(f"{article}/edit/", said | {"after": 1}),
        "knowledge:review": Post(f"{article}/review/", {"number": 1}),
        "knowledge:publish": Post(f"{article}/publish/", {"number": 1}),
        "knowledge:withdraw": Post(f"{article}/withdraw/", {}),
        "knowledge:ready_text_new": Post("/knowledge/texts/new/", named | {"key": "other"}),
        "knowledge:ready_text": Post(f"{words}/", named),
        "knowledge:ready_text_retire": Post(f"{words}/retire/", {}),
        "knowledge:code_keep": Post("/knowledge/codes/keep/", code),
        "knowledge:code_retire": Post("/knowledge/codes/retire/", {"code": SYMPTOM}),
        **kept_posts(),
    }


def kept_posts() -> dict[str, Post]:
    """Return a right form for each route where checklists and macros are kept."""
    lists, macros = "/knowledge/checklists", "/knowledge/macros"
    asks = {"rows": 4, "name_en": "x", "row_1_text_en": "y", "row_1_kind": "tick"}
    does = {"rows": 4, "name_en": "x", "row_1_what": "fact:response.given"}
    return {
        "knowledge:checklist_new": Post(f"{lists}/new/", asks | {"after": 0, "key": "another"}),
        "knowledge:checklist": Post(f"{lists}/{CHECKLIST}/", asks | {"after": 1}),
        "knowledge:checklist_publish": Post(f"{lists}/{CHECKLIST}/publish/", {"number": 1}),
        "knowledge:checklist_retire": Post(f"{lists}/{CHECKLIST}/retire/", {}),
        "knowledge:macro_new": Post(f"{macros}/new/", does | {"after": 0, "key": "another"}),
        "knowledge:macro": Post(f"{macros}/{MACRO}/", does | {"after": 1}),
        "knowledge:macro_retire": Post(f"{macros}/{MACRO}/retire/", {}),
    }


def a_finding() -> dict[str, str]:
    """Return what names a finding of the policy that can be accepted."""
    found = check(load(POLICY, file="DESK"))
    one = next(one for one in found if one.clauses and one.severity is not Severity.ERROR)
    return {"finding": one.code, "clauses": ",".join(one.clauses)}


def paper_posts(company: Company, world: World) -> dict[str, Post]:
    """Return a right form for each route about documents that takes one."""
    number, edition = paper_of(company, world)
    draft_alone, _edition = paper_of(company, world)
    case = f"/cases/{company.case.number}/documents"
    kind = {"kind": "service_report", "language": "en", "beside_it": "", "duty": ""}
    said = {"found:en": "sent in a test", "done:en": "", "parts:en": "", "tests:en": ""}
    draft = {"edition": edition, "dangers:en": "", "do": "keep", **said}
    key, engineer = uuid.uuid4().hex, world.desk.engineer
    refusal = {"key": key, "sha256": SHA256, "party": "customer", "outcome": "absent"}
    refusal |= {
        "name": "Li Hua",
        "role": "",
        "reason": "nobody there",
        "witness": "",
        "strokes": "",
        "when": "",
    }
    return {
        "hotline:paper_begin": Post(f"{case}/begin/", kind),
        "hotline:paper": Post(f"{case}/{number}/", draft),
        "hotline:paper_issue": Post(
            f"{case}/{number}/issue/", {"edition": edition, "key": key, "send_to": ""}
        ),
        "hotline:paper_drop": Post(f"{case}/{draft_alone}/drop/", {}),
        "hotline:paper_sign": Post(f"{case}/{signable(number, engineer)}", refusal),
        "hotline:paper_seal": Post(f"{case}/{sealable(company, world)}/1/seal/", {}),
    }


def signable(number: str, by: Person) -> str:
    """Return the way to sign the first version of a document, issued for this."""
    document = Document.objects.get(number=number)
    Version.objects.create(
        document=document,
        customer_id=document.customer_id,
        number=1,
        key="posted",
        data=SAID,
        sha256=SHA256,
        issued_at=NOW,
        issued_by=by,
    )
    return f"{number}/1/sign/"


def sealable(company: Company, world: World) -> str:
    """Return the number of a document that was issued, and that nobody was there to sign."""
    number, edition = paper_of(company, world)
    wanted = Issue(
        document_id=Document.objects.get(number=number).pk,
        edition=edition,
        provider={"en": "Example Instruments"},
        key="sealable",
    )
    absence(issue_document(issue=wanted, by=world.desk.engineer, at=NOW))
    return number


def secret_of(company: Company, by: Person, number: str) -> str:
    """Return the secret of a link by which the first version of a document can be signed."""
    document = Document.objects.get(number=number)
    version = Version.objects.create(
        document=document,
        customer_id=document.customer_id,
        number=1,
        key="to sign",
        data=SAID,
        sha256=keep(b"%PDF-1.7 to sign", now=NOW),
        issued_at=NOW,
        issued_by=by,
    )
    link = send_link(
        version_id=version.pk,
        contact_id=company.contact.pk,
        code_by=CodeBy.PHONE,
        by=by,
        at=NOW,
        key="to sign",
    )
    return token(SIGNING_LINK, link.seed)


def link_posts(company: Company, world: World) -> dict[str, Post]:
    """Return a right form for each route about a link to sign that takes one."""
    engineer, case = world.desk.engineer, f"/cases/{company.case.number}/documents"
    numbers = [paper_of(company, world)[0] for _ in range(3)]
    secrets = [secret_of(company, engineer, number) for number in numbers]
    link = SigningLink.objects.get(secret_sha256=hash_of(secrets[0]))
    to = {"key": uuid.uuid4().hex, "contact": str(company.contact.pk), "code_by": "phone"}
    signing = {"key": uuid.uuid4().hex, "sha256": link.version.sha256, "strokes": "", "role": ""}
    signing |= {"outcome": "typed", "name": "Li Hua", "reason": ""}
    return {
        "portal:sign": Post(f"/s/{secrets[0]}/", signing | {"code": code(SIGNING_LINK, link.seed)}),
        "hotline:paper_link": Post(f"{case}/{numbers[1]}/1/link/", to),
        "hotline:paper_link_end": Post(f"{case}/{numbers[2]}/1/link/end/", {}),
    }


def absence(version: Version) -> Signature:
    """Return that nobody of the customer's was there to sign a version."""
    return Signature.objects.create(
        version=version,
        customer_id=version.customer_id,
        sha256=version.sha256,
        party="customer",
        outcome="absent",
        name="Li Hua",
        reason="nobody there",
        at=NOW,
        taken_by=version.issued_by,
        key=uuid.uuid4().hex,
    )


def paper_of(company: Company, world: World) -> tuple[str, int]:
    """Return the number and the edition of a document of a case, begun and written for this."""
    engineer = world.desk.engineer
    begun = begin_document(
        case_id=company.case.case_id,
        kind=DocumentKind.SERVICE_REPORT,
        languages=["en"],
        by=engineer,
        at=NOW,
    )
    texts = {"found": {"en": "It was hot."}, "done": {"en": "It was cooled."}}
    written = write_draft(document_id=begun.pk, texts=texts, edition=1, by=engineer, at=NOW)
    return str(written.number), written.edition


REQUIRING = f"""{POLICY}
required:
  licence: {{name: {{en: Licence}}, source: D-1, document: yes}}
"""


def draft_of(world: World) -> int:
    """Return the number of a draft that the administrator began."""
    by = world.people["administrator"]
    return start_draft(code="DESK", text=REQUIRING, by=by, at=NOW).pk


def trial_of(world: World) -> int:
    """Return the number of a trial that the administrator asked for."""
    by = world.people["administrator"]
    return ask_replay(code="DESK", text=POLICY, closed_cases=1, by=by, at=NOW).pk


def receipt_of() -> str:
    """Return the secret of a request by the form for everyone; it is the same one each time."""
    asked = Asked(key="asked", subject="Asked", text="Asked", name="Somebody")
    return take_web_request(asked=asked, now=NOW).secret


def receipt_of_case(company: Company) -> str:
    """Return the secret of a request by the form for everyone that belongs to a company's case."""
    text = f"Asked about {company.case.number}"
    asked = Asked(key=text, subject=text, text=text, name="Somebody", email="who@kept.example")
    taken = take_web_request(asked=asked, now=NOW)
    if not taken.repeated:
        row = Letter.objects.filter(pk=taken.letter_id)
        row.update(
            case_id=company.case.case_id,
            outcome=Outcome.ADDED,
            next_try_at=None,
            sender_name="Somebody",
            decided_at=NOW,
            decided_by=Person.objects.active().with_role(Role.HOTLINE).first(),
        )
    return taken.secret


def last_note(company: Company) -> int:
    """Return the number of the note that was added last; it counts."""
    rows = CaseFact.objects.filter(case_id=company.case.case_id, kind="note.added")
    return rows.latest("seq").seq


def writes(name: str) -> bool:
    """Say whether a form writes; some only say what it would do, one leads to the next case."""
    return name not in NOTHING_TO and not name.endswith(("preview", "then", "play"))
