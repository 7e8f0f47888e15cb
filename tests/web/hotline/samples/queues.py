"""A queue of ten cases."""

from kept.web.hotline import pages
from kept.web.hotline.pages import Link
from tests.web.hotline.samples.story import after

# Number, customer, what happened, what is owed next, its clause, what is left of the time.
RUNNING = [
    (
        ("K-2484", "Lindqvist Pulp & Paper", "Drive trips at start-up, asks for a call back"),
        ("Answer after look-up", "S3a-2.1e", {"minutes": 9, "seconds": 30}),
    ),
    (
        ("K-2481", "东岸数据中心 Eastbank Data", "UPS on bypass, alarm E-47, hall B unprotected"),
        ("Engineer on site", "S2-2b", {"minutes": 42, "seconds": 30}),
    ),
    (
        ("K-2476", "澄江自来水 Chengjiang Water", "二号泵房变频器过温，已降负荷运行"),
        ("Spare at site", "S3a-2.3c", {"minutes": 86, "seconds": 30}),
    ),
    (
        ("K-2470", "Marlow Dairy Ltd", "Cooling line 2 stops twice a shift"),
        ("Engineer on site", "S2-9b", {"hours": 3, "minutes": 4, "seconds": 30}),
    ),
    (
        ("K-2463", "海云冷链 Haiyun Cold Chain", "3# 机组压缩机异响，要求书面说明"),
        ("Repaired", "S2-3a", {"hours": 17, "minutes": 50}),
    ),
    (
        ("K-2451", "松岭矿业 Songling Mining", "Inspection report, conveyor station 4"),
        ("Inspection report", "S3a-2.4d", {"days": 3, "hours": 3, "minutes": 10}),
    ),
]


def row(case, promise, clause, clock):
    number, customer, summary = case
    return pages.QueueRow(
        number=number,
        url=f"/hotline/{number}/",
        customer=customer,
        summary=summary,
        promise=promise,
        clause=clause,
        clock=clock,
    )


def rows():
    broken = pages.QueueClock(state="breached", due_at=after(minutes=-3))
    loom = ("K-2479", "嘉禾纺织 Jiahe Textile", "喷气织机 7 号机停机，报警 A12")
    return [
        row(loom, "Answer", "S2-2a", broken),
        *(
            row(case, promise, ref, pages.QueueClock(state="running", due_at=after(**left)))
            for case, (promise, ref, left) in RUNNING
        ),
    ]


def resting():
    waiting = pages.QueueClock(state="paused", note="waiting for customer")
    labeller = ("K-2467", "Ostara AB", "Labeller head, photo of the plate asked for")
    moving = ("K-2458", "广合印务 Guanghe Printing", "搬机配合，客户定于 12 月 3 日 09:00")
    restored = ("K-2472", "Bexley Hospital Trust", "Restored 13:52, report and signatures owed")
    return [
        row(labeller, "2 h 10 left", "S2-2b", waiting),
        row(moving, "On site at agreed time", "S3a-2.6a", pages.QueueClock(state="not_started")),
        row(restored, "Repaired, 6 h early", "S2-3a", pages.QueueClock(state="met")),
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
