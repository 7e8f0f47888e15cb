"""Logging a request: the form, and what it promises."""

from django import forms

from kept.web.common.forms import Segments
from kept.web.hotline import pages
from kept.web.hotline.pages import Link
from tests.web.hotline.samples.story import NOW, clause


class SampleLogForm(forms.Form):
    channel = forms.ChoiceField(
        label="Reached us by",
        choices=[("phone", "Phone"), ("mail", "Mail"), ("qr", "QR"), ("visit", "Visit")],
        widget=Segments,
        initial="phone",
    )
    received_at = forms.CharField(label="Received", initial="2026-11-24 14:17")
    contact = forms.CharField(label="Contact", initial="沈丽 Shen Li, operations")
    words = forms.CharField(
        label="In the customer's words",
        widget=forms.Textarea(attrs={"rows": 3}),
        initial="二号泵房变频器过温跳停，备用泵顶不住，水压在掉。上个月刚报过同样的问题。",
    )
    level = forms.ChoiceField(
        label="Level",
        choices=[("1", "1 critical, down"), ("2", "2 major, part lost"), ("3", "3 minor")],
        widget=Segments(attrs={"long": True}),
        initial="1",
        help_text="Suggested 1: basic function cannot be realised.",
    )
    visit = forms.BooleanField(
        label="Customer asks for a visit",
        required=False,
        help_text="starts the on-site clock from 14:17",
    )
    emergency = forms.BooleanField(
        label="Emergency", required=False, help_text="water supply at risk"
    )
    cause = forms.ChoiceField(
        label="Cause, so far",
        choices=[
            ("", "Unknown"),
            ("inherent", "Inherent defect"),
            ("change", "Customer change"),
            ("upkeep", "Wrong upkeep"),
        ],
        widget=Segments(attrs={"long": True}),
        required=False,
        initial="inherent",
        help_text="Presumed until the engineer finds it. It decides who pays.",
    )


def sections(form):
    def at(name, place="w"):
        return pages.FormRow(field=form[name], place=place)

    return [
        pages.FormSection(
            title="Who",
            rows=[at("contact"), at("channel", "c2"), at("received_at", "c3")],
        ),
        pages.FormSection(
            title="Fault",
            rows=[at("words"), at("level"), at("visit", "c2"), at("emergency", "c3")],
        ),
        pages.FormSection(title="Cause", rows=[at("cause")]),
    ]


def line(key, when, words, ref, detail="", **more):
    return pages.AnswerLine(
        key=key,
        value=f"{when} {more.get('when_detail', '')} {words}",
        when=when,
        words=words,
        detail=detail,
        clause=clause(ref),
        **more,
    )


def by_when(key, when, words, ref, detail="", *, under=""):
    return line(key, when, words, ref, detail, when_detail=under, is_time=True)


def times(*, emergency):
    lines = [
        by_when("lookup", "14:27", "Answer after a look-up", "S3a-2.1e", under="10 min"),
        by_when("answer", "15:17", "Answer to the request", "S2-2a", under="1 h"),
        by_when("on_site", "17:17", "Engineer on site", "S2-2b", under="3 h"),
        by_when("spare", "+ 4 h", "Spare unit at site, from when it is needed", "S3a-2.3c"),
        by_when("repaired", "Wed 14:17", "Repaired, else an explanation", "S2-3a", under="24 h"),
    ]
    if not emergency:
        return lines
    lines[2] = by_when("on_site", "18:17", "Engineer on site", "S2-9b", "was 3 h", under="4 h")
    return [by_when("support", "now", "Phone or remote support begins", "S2-9a"), *lines]


PAYS = [
    line(
        *("labour", "for sure", "Customer, at the favourable price", "S2-8b"),
        "quote before work; no price list set for VX-90",
    ),
    line(
        *("all", "possible", "We pay everything, if a tender indicator is missed", "S2-6d"),
        "needs: tender figures, measured flow",
        is_possible=True,
    ),
]
ALSO = [
    line(
        *("third_party", "right", "Customer may hire a third party at our cost", "S2-4a"),
        "opens if 15:17 or 17:17 passes",
    ),
    line(
        *("analysis", "owed after", "Fault analysis report: cause and prevention", "S3a-2.2e"),
        "no time given in the paper",
    ),
]


def answer(*, emergency=False):
    return pages.Answer(
        policy="policy 4, contract CW-2023-04",
        groups=[
            pages.AnswerGroup(title="By when", lines=times(emergency=emergency)),
            pages.AnswerGroup(title="Who pays", lines=PAYS),
            pages.AnswerGroup(title="And also", lines=ALSO),
        ],
        say="沈工，我们现在就电话支持；工程师最晚 17:17 到二号泵房。设备已过保，先报价再维修。",
        say_lang="zh-Hans",
    )


def log_page(data=None):
    form = SampleLogForm(data)
    return pages.LogPage(
        now=NOW,
        find_url="/samples/log/find/",
        chosen=pages.Chosen(
            equipment="VX-90 drive, SN 90-2312-4471, 二号泵房 pump house 2",
            detail="Warranty ended 31 Oct 2026. Contract CW-2023-04, service level B. "
            "Site 86 km, same province.",
            customer=Link(label="澄江自来水有限公司 Chengjiang Water", url="/customers/2/"),
            change_url="/samples/log/find/",
        ),
        form=form,
        sections=sections(form),
        preview_url="/samples/log/",
        draft_key="log-2",
        answer=answer(emergency=bool(data and data.get("emergency"))),
        similar=[Link(label="K-2398", url="/k/"), Link(label="K-2211", url="/k/")],
    )


def find_page(words=""):
    found = [
        pages.Candidate(
            title="VX-90 drive, 90-2312-4471",
            detail="澄江自来水 Chengjiang Water, 二号泵房",
            url="/hotline/log/2/",
            kind="Equipment",
        ),
        pages.Candidate(
            title="沈丽 Shen Li",
            detail="澄江自来水 Chengjiang Water, +86 512 5550 0192",
            url="/hotline/log/?contact=3",
            kind="Contact",
        ),
    ]
    candidates = None if not words else [] if words == "nobody" else found
    return pages.LogPage(now=NOW, find_url="/samples/log/find/", words=words, candidates=candidates)
