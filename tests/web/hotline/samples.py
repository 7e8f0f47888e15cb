"""An invented afternoon at an invented company, for looking at the hotline's pages."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import ClassVar

from django import forms

from kept.web.common.forms import Segments
from kept.web.common.ruler import Ruler, Stretch
from kept.web.hotline import pages
from kept.web.hotline.pages import ClauseRef, Link

NOW = datetime(2026, 11, 24, 6, 20, tzinfo=UTC)  # 14:20 in Shanghai


def clause(label):
    return ClauseRef(label=label, url=f"/policies/4/#{label}")


def after(**length):
    return NOW + timedelta(**length)


def row(number, customer, summary, promise, ref, clock):
    return pages.QueueRow(
        number=number,
        url=f"/hotline/{number}/",
        customer=customer,
        summary=summary,
        promise=promise,
        clause=ref,
        clock=clock,
    )


def running(**left):
    return pages.QueueClock(state="running", due_at=after(**left))


def rows():
    return [
        row(
            "K-2479",
            "嘉禾纺织 Jiahe Textile",
            "喷气织机 7 号机停机，报警 A12",
            "Answer",
            "S2-2a",
            pages.QueueClock(state="breached", due_at=after(minutes=-3)),
        ),
        row(
            "K-2484",
            "Lindqvist Pulp & Paper",
            "Drive trips at start-up, asks for a call back",
            "Answer after look-up",
            "S3a-2.1e",
            pages.QueueClock(state="soon", due_at=after(minutes=9, seconds=30)),
        ),
        row(
            "K-2481",
            "东岸数据中心 Eastbank Data",
            "UPS on bypass, alarm E-47, hall B unprotected",
            "Engineer on site",
            "S2-2b",
            running(minutes=42, seconds=30),
        ),
        row(
            "K-2476",
            "澄江自来水 Chengjiang Water",
            "二号泵房变频器过温，已降负荷运行",
            "Spare at site",
            "S3a-2.3c",
            running(minutes=86, seconds=30),
        ),
        row(
            "K-2470",
            "Marlow Dairy Ltd",
            "Cooling line 2 stops twice a shift",
            "Engineer on site",
            "S2-9b",
            running(hours=3, minutes=4, seconds=30),
        ),
        row(
            "K-2463",
            "海云冷链 Haiyun Cold Chain",
            "3# 机组压缩机异响，要求书面说明",
            "Repaired",
            "S2-3a",
            running(hours=17, minutes=50),
        ),
        row(
            "K-2451",
            "松岭矿业 Songling Mining",
            "Inspection report, conveyor station 4",
            "Inspection report",
            "S3a-2.4d",
            running(days=3, hours=3, minutes=10),
        ),
    ]


def resting():
    return [
        row(
            "K-2467",
            "Ostara AB",
            "Labeller head, photo of the plate asked for",
            "2 h 10 left",
            "S2-2b",
            pages.QueueClock(state="paused", note="waiting for customer"),
        ),
        row(
            "K-2458",
            "广合印务 Guanghe Printing",
            "搬机配合，客户定于 12 月 3 日 09:00",
            "On site at agreed time",
            "S3a-2.6a",
            pages.QueueClock(state="not_started"),
        ),
        row(
            "K-2472",
            "Bexley Hospital Trust",
            "Restored 13:52, report and signatures owed",
            "Repaired, 6 h early",
            "S2-3a",
            pages.QueueClock(state="met"),
        ),
    ]


def queue(*, current="", groups=None, version="1"):
    if groups is None:
        groups = [
            pages.QueueGroup(rows=rows()),
            pages.QueueGroup(title="No clock running", rows=resting()),
        ]
    return pages.Queue(
        title="My queue",
        groups=groups,
        filters=[
            pages.QueueFilter(label="Mine", url="/hotline/", is_on=True, count=10),
            pages.QueueFilter(label="Office", url="/hotline/?of=office", is_on=False, count=25),
            pages.QueueFilter(label="All", url="/hotline/?of=all", is_on=False),
        ],
        version=version,
        version_url="/samples/version/",
        new_url="/samples/log/",
        urgent=Link(label="2 within 10 min", url="/hotline/?of=urgent"),
        current=current,
    )


def why():
    return pages.Why(
        title="Why on site by 15:02?",
        clause=ClauseRef(label="S2-2b, policy 4, line 21", url="/policies/4/#S2-2b"),
        texts=[
            pages.ClauseText(
                lang="zh-Hans", text="客户要求或确有必要时，我们自收到通知起三小时内派人到现场。"
            ),
            pages.ClauseText(
                lang="en",
                text="Where the customer asks or it is necessary, someone is at the site within "
                "three hours of the notice.",
            ),
        ],
        sum=[
            pages.SumLine(amount="11:48", words="Chen Hao reported it by phone", source="fact 1"),
            pages.SumLine(amount="+ 3 h", words="promised", source="S2-2b"),
            pages.SumLine(
                amount="+ 14 min", words="paused 12:30 to 12:44, no gate pass", source="facts 5, 6"
            ),
            pages.SumLine(
                amount="15:02", words="due", source="arrival, not dispatch", is_total=True
            ),
        ],
        calendar="Every hour counts, nights and holidays too.",
        applies=["because the customer asked for a visit at 12:06"],
        assumed=["The paper names no calendar; Wu Jianhua decided it on 3 Mar 2026."],
        if_missed="Eastbank may hire a third party at our cost.",
        if_missed_clause=clause("S2-4a"),
        cites=[1, 5, 6],
        say="我们的工程师最晚 15:02 到场。",
        say_lang="zh-Hans",
        links=[Link(label="Open clause", url="/policies/4/#S2-2b")],
    )


def plain_why(title):
    return pages.Why(
        title=title,
        clause=clause("S2-3a"),
        texts=[pages.ClauseText(lang="en", text="Repaired within a day of the formal notice.")],
        sentence="Starts when a spare is needed. Nothing has been said of one yet.",
        cites=[2],
    )


def clocks():
    return [
        pages.Clock(
            key="answer",
            name="Answer within 1 h",
            clause=clause("S2-2a"),
            state="met",
            due_at=after(minutes=-92),
            met_at=after(minutes=-124),
            spent="28 of 60 min",
            ruler=Ruler(47),
            why=plain_why("Why 12:48?"),
        ),
        pages.Clock(
            key="on_site",
            name="Engineer on site, 3 h",
            clause=clause("S2-2b"),
            state="running",
            due_at=after(minutes=42, seconds=30),
            spent="2 h 18 of 3 h, 14 min paused",
            ruler=Ruler(78, 78, (Stretch(21, 29),)),
            why=why(),
            is_assumed=True,
        ),
        pages.Clock(
            key="lookup",
            name="Look-up answer, 10 min",
            clause=clause("S3a-2.1e"),
            state="paused",
            note="waiting for customer",
            no_due="moves on",
            spent="4 of 10 min, stopped 13:31",
            ruler=Ruler(40, None, (Stretch(40, 46),)),
            why=plain_why("Why paused?"),
        ),
        pages.Clock(
            key="repaired",
            name="Repaired within 24 h",
            clause=clause("S2-3a"),
            state="running",
            due_at=after(hours=21, minutes=45, seconds=30),
            spent="2 h 15 of 24 h",
            ruler=Ruler(9, 9),
            why=plain_why("Why Wed 12:05?"),
            is_certain=False,
            strength="target",
        ),
        pages.Clock(
            key="spare",
            name="Spare unit at site, 4 h",
            clause=clause("S3a-2.3c"),
            state="not_started",
            no_due="none yet",
            spent="starts when a spare is needed",
            ruler=Ruler(0),
            why=plain_why("Why not started?"),
        ),
    ]


def fact(number, minutes_ago, title, detail="", **more):
    return pages.FactLine(
        number=number, at=after(minutes=-minutes_ago), title=title, detail=detail, **more
    )


def facts():
    return [
        fact(9, 9, "Engineer on the way", "高磊 Gao Lei, from phone"),
        fact(8, 28, "Visit V-913 accepted", "Gao Lei"),
        fact(7, 49, "Asked for firmware photo", "mail to Chen Hao"),
        fact(6, 96, "Gate pass issued", "clock S2-2b runs again"),
        fact(5, 110, "Waiting for customer", "gate pass 门禁未办"),
        fact(
            4,
            124,
            "Answer given",
            "by phone, stops S2-2a",
            turns_clock=True,
            late=pages.LateFact(
                received_at=after(minutes=-80),
                known_then="12:48 answer breached, 12 min",
                known_now="answer met, 32 min early",
            ),
        ),
        fact(3, 134, "Customer asks for a visit", "Chen Hao"),
        fact(2, 135, "Formal repair notice", "starts S2-3a", turns_clock=True),
        fact(1, 152, "Request received", "phone, +86 21 5550 0147", turns_clock=True),
        fact(0, 60 * 20, "Machine plate read by mistake", "", is_withdrawn=True),
    ]


def case_page(**changes):
    content = {
        "now": NOW,
        "queue": queue(current="K-2481"),
        "version": "1",
        "version_url": "/samples/version/",
        "number": "K-2481",
        "title": "UPS on bypass, hall B unprotected",
        "level": pages.Level(words="Level 1, critical", bars=1),
        "customer": Link(label="东岸数据中心 Eastbank Data Centre", url="/customers/1/"),
        "equipment": Link(label="NX-640 UPS, 640-2207-0183", url="/equipment/1/"),
        "policy": Link(label="policy 4", url="/policies/4/"),
        "clocks": clocks(),
        "facts": facts(),
        "next_facts": [
            pages.NextFact(kind="visit.arrived", label="Engineer arrived", key="1", is_likely=True),
            pages.NextFact(kind="spare.needed", label="Spare needed", key="2"),
            pages.NextFact(kind="service.restored", label="Restored", key="3"),
            pages.NextFact(kind="waiting.began", label="Waiting for customer", key="4"),
            pages.NextFact(
                kind="", label="Other fact…", key="f", url="/hotline/K-2481/facts/other/"
            ),
        ],
        "fact_url": "/samples/facts/",
        "fact_key": "c9d1",
        "actions": [
            pages.Action(label="Assign", url="/hotline/K-2481/assign/", key="a"),
            pages.Action(
                label="Close",
                url="/hotline/K-2481/close/",
                waits_for="Close waits for: service report, both signatures,",
                clause=clause("S0-2.10b"),
            ),
        ],
        "viewers": "刘洋 is viewing",
        "equipment_pairs": [
            pages.Pair(label="Model", value="NX-640 UPS"),
            pages.Pair(label="Serial number", value="640-2207-0183"),
            pages.Pair(label="System", value="Hall B power, 东岸 2 号楼"),
            pages.Pair(label="Site", value="浦东新区 临港，same city, 31 km"),
            pages.Pair(label="Contract", value="EB-2024-11", url="/c/1/", note="service level A"),
            pages.Pair(label="Firmware", value="unknown, asked 13:31", is_unknown=True),
        ],
        "customer_pairs": [
            pages.Pair(label="Contact", value="陈浩 Chen Hao"),
            pages.Pair(label="Phone", value="+86 21 5550 0147"),
        ],
        "terms": [
            pages.TermBox(
                title="Warranty",
                state="met",
                words="in warranty, 263 days left",
                starts_on="1 Aug 2024",
                ends_on="14 Aug 2027",
                ruler=Ruler(76, 76),
                sentence="36 months, plus 13 days added for stops we caused.",
                clause=clause("S2-7a"),
                possible="more days, if today's stop turns out to be ours.",
            )
        ],
        "pays": [
            pages.PayLine(component="Labour", payer="we do", clause=clause("S2-1d")),
            pages.PayLine(component="Travel", payer="we do", clause=clause("S2-2c")),
            pages.PayLine(component="Spare parts", payer="we do", clause=clause("S2-1e")),
            pages.PayLine(component="Third party", payer="nobody yet", clause=clause("S2-4b")),
            pages.PayLine(
                component="All costs",
                payer="customer",
                clause=clause("S2-5b"),
                is_sure=False,
                condition="the customer pays, if the cause is improper maintenance.",
            ),
        ],
        "owed": [
            pages.Owed(words="service report", state="not_started", clause=clause("S0-2.10b")),
            pages.Owed(words="both signatures", state="not_started", clause=clause("S0-2.10b")),
            pages.Owed(
                words="fault analysis, no time set", state="unset", clause=clause("S3a-2.2e")
            ),
        ],
        "earlier": [
            pages.EarlierCase(number="K-2207", url="/k/", summary="Fan alarm", on="12 Jun"),
            pages.EarlierCase(
                number="K-1984", url="/k/", summary="Bypass after transfer test", on="2 Feb"
            ),
        ],
        "policy_groups": [
            pages.PolicyGroup(
                title="Does not apply here",
                lines=[
                    pages.PolicyLine(
                        name="Phone support at once",
                        words="Only after the warranty has ended; it runs until 14 Aug 2027.",
                        clause=clause("S2-9a"),
                    )
                ],
            )
        ],
    }
    return pages.CasePage(**(content | changes))


# --- logging a request ----------------------------------------------------------------------


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


def answer(*, emergency=False):
    def line(key, when, words, ref, detail="", *, time=True, possible=False, under=""):
        return pages.AnswerLine(
            key=key,
            value=f"{when} {under} {words}",
            when=when,
            when_detail=under,
            words=words,
            detail=detail,
            clause=clause(ref),
            is_time=time,
            is_possible=possible,
        )

    by_when = [
        line(
            "lookup", "14:27", "Answer, if something must be looked up", "S3a-2.1e", under="10 min"
        ),
        line("answer", "15:17", "Answer to the request", "S2-2a", under="1 h"),
        line("on_site", "17:17", "Engineer on site", "S2-2b", under="3 h"),
        line("spare", "+ 4 h", "Spare unit at site, from the moment it is needed", "S3a-2.3c"),
        line(
            "repaired", "Wed 14:17", "Repaired, else a written explanation", "S2-3a", under="24 h"
        ),
    ]
    if emergency:
        by_when[2] = line("on_site", "18:17", "Engineer on site", "S2-9b", "was 3 h", under="4 h")
        by_when.insert(
            0, line("support", "now", "Phone or remote support begins", "S2-9a", "emergency")
        )
    return pages.Answer(
        policy="policy 4, contract CW-2023-04",
        groups=[
            pages.AnswerGroup(title="By when", lines=by_when),
            pages.AnswerGroup(
                title="Who pays",
                lines=[
                    line(
                        "labour",
                        "for sure",
                        "Customer, at the favourable price",
                        "S2-8b",
                        "quote before work; no price list set for VX-90",
                        time=False,
                    ),
                    line(
                        "all",
                        "possible",
                        "We pay everything, if a tender indicator is missed",
                        "S2-6d",
                        "needs: tender figures, measured flow",
                        time=False,
                        possible=True,
                    ),
                ],
            ),
            pages.AnswerGroup(
                title="And also",
                lines=[
                    line(
                        "third_party",
                        "right",
                        "Customer may hire a third party at our cost",
                        "S2-4a",
                        "opens if 15:17 or 17:17 passes",
                        time=False,
                    ),
                    line(
                        "analysis",
                        "owed after",
                        "Fault analysis report: cause and prevention",
                        "S3a-2.2e",
                        "no time given in the paper",
                        time=False,
                    ),
                ],
            ),
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


# --- one request under ten policies ---------------------------------------------------------


class SampleCompareForm(forms.Form):
    level = forms.ChoiceField(
        label="Fault", choices=[("1", "Down"), ("2", "Part lost"), ("3", "Minor")], widget=Segments
    )
    visit = forms.BooleanField(label="Customer asks for a visit", required=False)


def compare_page():
    names = ["S0", "S1", "S2", "S3a", "S3b", "S3c", "S4a", "S4b", "S4c", "S4d"]
    values = ["1 h", "2 h", "1 h", "10 min", "", "4 h", "30 min", "", "8 h", "24 h"]

    def cells(shift):
        turned = values[shift:] + values[:shift]
        return [
            pages.Cell(
                words=words or "unset",
                detail=f"Tue 24 Nov {15 + place % 5}:20" if words else "",
                clause=clause(f"{name}-2.{place + 1}a"),
                state=None if words else "unset",
                mark="earliest" if words == "10 min" else "",
            )
            if place != shift
            else pages.Cell()
            for place, (name, words) in enumerate(zip(names, turned, strict=True))
        ]

    return pages.ComparePage(
        now=NOW,
        request="A UPS is on bypass and hall B is unprotected; the customer phones at 14:20.",
        columns=[
            pages.PolicyColumn(name=name, detail="Policy of 2026", url="/p/") for name in names
        ],
        groups=[
            pages.CompareGroup(
                title="By when",
                rows=[
                    pages.CompareRow(label="Answer", cells=cells(0), detail="from the request"),
                    pages.CompareRow(label="Engineer on site", cells=cells(2)),
                    pages.CompareRow(label="Repaired", cells=cells(4)),
                ],
            ),
            pages.CompareGroup(
                title="Who pays",
                rows=[
                    pages.CompareRow(label="Labour", cells=cells(1)),
                    pages.CompareRow(label="Spare parts", cells=cells(7)),
                ],
            ),
        ],
        form=SampleCompareForm({"level": "1", "visit": "on"}),
    )


# --- what a test may change while a page is open --------------------------------------------


@dataclass
class Desk:
    """What the sample pages show now, and what was asked of them."""

    current: ClassVar[Desk]

    version: str = "1"
    queue_rows: list = field(default_factory=rows)
    title: str = "UPS on bypass, hall B unprotected"
    asked: list = field(default_factory=list)
    recorded: list = field(default_factory=list)
    may_answer: threading.Event = field(default_factory=threading.Event)

    @classmethod
    def opened(cls):
        cls.current = cls()
        cls.current.may_answer.set()
        return cls.current

    def change(self, **changes):
        for name, value in changes.items():
            setattr(self, name, value)
        self.version = str(int(self.version) + 1)

    def say(self, number, summary):
        """Give one row other words."""
        changed = [
            replace(row, summary=summary) if row.number == number else row
            for row in self.queue_rows
        ]
        self.change(queue_rows=changed)

    def queue(self, current=""):
        groups = [
            pages.QueueGroup(rows=self.queue_rows),
            pages.QueueGroup(title="No clock running", rows=resting()),
        ]
        return queue(current=current, groups=groups, version=self.version)
