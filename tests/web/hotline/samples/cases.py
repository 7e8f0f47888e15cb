"""A case in the middle of its afternoon."""

from kept.web.common.ruler import Ruler
from kept.web.hotline import pages
from kept.web.hotline.pages import Link
from tests.web.hotline.samples.clocks import clocks
from tests.web.hotline.samples.queues import queue
from tests.web.hotline.samples.story import NOW, after, clause


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
        "facts": pages.FactList(
            shown=facts(), count=len(facts()), all_url="/hotline/K-2481/?facts=all"
        ),
        "marks": pages.Marks(
            token="t", cases={"K-2481": pages.Mark(words="writing: 刘洋", is_writing=True)}
        ),
    }
    parts = [content, what_can_be_done(), what_it_is_about(), what_is_owed(), what_was_before()]
    return pages.CasePage(
        **{name: value for part in [*parts, changes] for name, value in part.items()}
    )


def what_can_be_done():
    return {
        "next_facts": [
            pages.NextFact(kind="visit.arrived", label="Engineer arrived", key="1", is_likely=True),
            pages.NextFact(kind="spare.needed", label="Spare needed", key="2"),
            pages.NextFact(kind="service.restored", label="Restored", key="3"),
            pages.NextFact(kind="waiting.began", label="Waiting for customer", key="4"),
            pages.NextFact(
                kind="", label="Other fact…", key="f", url="/hotline/K-2481/facts/other/"
            ),
        ],
        "files": pages.Files(lines=[]),
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
    }


def what_it_is_about():
    return {
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
    }


def rule(name, words, state="running", **more):
    return pages.Rule(
        key=name,
        name=name,
        words=words,
        state=state,
        clause=clause("S0-2.10b"),
        grounds=["because the visit ended at 11:48"],
        cites=[pages.Link(label="3", url="#fact-3")],
        **more,
    )


def what_is_owed():
    return {
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
        "asks": pages.Asks(
            first=[
                rule("service sheet", "Owed by us since 11:48. Not signed yet by the customer."),
                rule("fault analysis", "Owed by the engineer.", when="by Fri 12:00"),
                rule("payment first", "“Sent back” has to wait; missing: payment.", "paused"),
            ],
            rest=[rule("a second visit", "Now “on site”; if that fails, “return to works”.")],
        ),
    }


def what_was_before():
    return {
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
