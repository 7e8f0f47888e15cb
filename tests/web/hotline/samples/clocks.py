"""Five clocks in five states, each with its why."""

from kept.web.common.ruler import Ruler, Stretch
from kept.web.hotline import pages
from kept.web.hotline.pages import ClauseRef, Link
from tests.web.hotline.samples.story import after, clause


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


def clock(key, name, ref, state, **more):
    return pages.Clock(key=key, name=name, clause=clause(ref), state=state, **more)


def clocks():
    return [*counting(), *waiting()]


def counting():
    return [
        clock(
            *("answer", "Answer within 1 h", "S2-2a", "met"),
            due_at=after(minutes=-92),
            met_at=after(minutes=-124),
            spent="28 of 60 min",
            ruler=Ruler(47),
            why=plain_why("Why 12:48?"),
        ),
        clock(
            *("on_site", "Engineer on site, 3 h", "S2-2b", "running"),
            due_at=after(minutes=42, seconds=30),
            spent="2 h 18 of 3 h, 14 min paused",
            ruler=Ruler(78, 78, (Stretch(21, 29),)),
            why=why(),
            is_assumed=True,
        ),
    ]


def waiting():
    return [
        clock(
            *("lookup", "Look-up answer, 10 min", "S3a-2.1e", "paused"),
            note="waiting for customer",
            no_due="moves on",
            spent="4 of 10 min, stopped 13:31",
            ruler=Ruler(40, None, (Stretch(40, 46),)),
            why=plain_why("Why paused?"),
        ),
        clock(
            *("repaired", "Repaired within 24 h", "S2-3a", "running"),
            due_at=after(hours=21, minutes=45, seconds=30),
            spent="2 h 15 of 24 h",
            ruler=Ruler(9, 9),
            why=plain_why("Why Wed 12:05?"),
            is_certain=False,
            strength="target",
        ),
        clock(
            *("spare", "Spare unit at site, 4 h", "S3a-2.3c", "not_started"),
            no_due="none yet",
            spent="starts when a spare is needed",
            ruler=Ruler(0),
            why=plain_why("Why not started?"),
        ),
    ]
