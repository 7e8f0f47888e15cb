"""How long does it take to find something among 100,000 pieces of equipment?

Prints milliseconds per kind of question, and how many times faster that is than looking through
all rows for the same text. An argument sets the number of pieces.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from _database import fresh_database

AIM_P50_MS, AIM_P95_MS = 90, 100
ROUNDS = 40
AT = datetime(2026, 3, 2, 4, tzinfo=UTC)


def in_twos(text: str) -> list[str]:
    """Return the two-character words of a text."""
    return [text[place : place + 2] for place in range(0, len(text), 2)]


PLACES = in_twos("深圳广州东莞佛山上海北京天津重庆成都武汉长沙南京苏州杭州宁波青岛济南郑州西安沈阳")
WORDS = in_twos("华兴恒源金辉瑞丰东方长城海天中远宏达新能国泰永安光明振华永利顺达天成博通远大联创")
TRADES = in_twos("电力化工热电水泥钢铁造纸制药石化水务纺织机械食品电子轨道港口矿业")
FORMS = ["有限公司", "股份有限公司", "集团有限公司", "有限责任公司"]
FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗曾单"
GIVEN = "伟芳娜秀英敏静丽强磊军洋勇艳杰娟涛明超霞平刚桂文辉鹏飞雪"
THINGS = {
    "压力变送器": "pressure transmitter",
    "流量计": "flow meter",
    "不间断电源": "uninterruptible power supply",
    "离心泵": "centrifugal pump",
    "变频器": "frequency converter",
    "空气压缩机": "air compressor",
    "冷水机组": "chiller",
    "可编程控制器": "programmable controller",
    "电动调节阀": "electric control valve",
    "气相色谱仪": "gas chromatograph",
}
NOTHING = "nothing there"
Question = Callable[[random.Random], str]


def main() -> int:
    pieces = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with fresh_database():
        chance = random.Random(2026)
        fill(pieces, chance)
        started = time.perf_counter()
        from kept.records.archive.services import rebuild_search

        rows = rebuild_search()
        took = time.perf_counter() - started
        print(f"{pieces:,} pieces of equipment; index rebuilt: {rows:,} rows in {took:.0f} s")
        analyse()
        return measure(chance)


def fill(pieces: int, chance: random.Random) -> None:
    """Make customers, sites, contacts and equipment, straight into the tables."""
    from kept.records.archive.models import Customer
    from kept.records.people.models import Person

    someone = Person.objects.create(username="a", display_name="A", created_at=AT)
    known = {"registered_at": AT, "registered_by": someone}
    customers = Customer.objects.bulk_create(
        Customer(language="zh-hans", sort_key="", **names(chance, n), **known)
        for n in range(max(pieces // 20, 1))
    )
    fill_contacts(max(pieces // 7, 1), customers, known, chance)
    fill_equipment(
        pieces, make_sites(max(pieces // 12, 1), customers, known, chance), known, chance
    )


def fill_contacts(count: int, customers: list, known: dict, chance: random.Random) -> None:
    from kept.records.archive.models import Contact, ContactPhone

    contacts = Contact.objects.bulk_create(
        Contact(
            customer=chance.choice(customers),
            name=chance.choice(FAMILY) + "".join(chance.sample(GIVEN, 2)),
            language="zh-hans",
            sort_key="",
            **known,
        )
        for _ in range(count)
    )
    ContactPhone.objects.bulk_create(
        ContactPhone(
            contact=contact,
            customer_id=contact.customer_id,
            number=f"+861{chance.randrange(30, 99)}{chance.randrange(10**8):08}",
        )
        for contact in contacts
    )


def make_sites(count: int, customers: list, known: dict, chance: random.Random) -> list:
    from kept.records.archive.models import Site
    from kept.records.people.models import Office

    office = Office.objects.create(
        code="O",
        names={"en": "O"},
        time_zone="UTC",
        country_code="CN",
        opened_at=AT,
        opened_by=known["registered_by"],
    )
    return Site.objects.bulk_create(
        Site(
            customer=chance.choice(customers),
            names={"zh-hans": f"{chance.choice(PLACES)}{n % 97}号厂区"},
            territory_id="CN-440300",
            time_zone="Asia/Shanghai",
            office=office,
            sort_key="",
            **known,
        )
        for n in range(count)
    )


def fill_equipment(count: int, sites: list, known: dict, chance: random.Random) -> None:
    from kept.records.archive.models import Equipment, ProductModel

    products = ProductModel.objects.bulk_create(
        ProductModel(
            brand=chance.choice(["Hengyi", "Norda", "Kestrel", "Lingyun"]),
            code=f"{chance.choice('ABCDEFGH')}{n:03}",
            names={"zh-hans": thing, "en": THINGS[thing]},
            **known,
        )
        for n, thing in enumerate(chance.choices(list(THINGS), k=400))
    )
    Equipment.objects.bulk_create(
        (
            Equipment(
                product=chance.choice(products),
                serial_number=f"{chance.choice(['SN', 'HY', 'KX'])}{n % 12 + 14}-{n:07}",
                customer_id=site.customer_id,
                site=site,
                label=f"{chance.choice(['PT', 'FT', 'P', 'K'])}-{chance.randrange(100, 999)}",
                **known,
            )
            for n, site in ((n, chance.choice(sites)) for n in range(count))
        ),
        batch_size=5_000,
    )


def names(chance: random.Random, number: int) -> dict[str, object]:
    place, word, trade = chance.choice(PLACES), chance.choice(WORDS), chance.choice(TRADES)
    full = f"{place}{word}{trade}{chance.choice(FORMS)}"
    english = f"{word.encode().hex()[:6]} {trade.encode().hex()[:5]} Co. {number}"
    return {"names": {"zh-hans": full, "en": english}, "short_name": f"{place}{word}{trade}"}


def analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def questions() -> dict[str, Question]:
    """Return kinds of questions; each makes one from what is there."""
    from kept.records.archive.models import Contact, ContactPhone, Equipment

    contacts = list(Contact.objects.values_list("name", flat=True)[:20_000])
    serials = list(Equipment.objects.values_list("serial_number", flat=True)[:20_000])
    phones = list(ContactPhone.objects.values_list("number", flat=True))
    traditional = ["壓力變送器", "不間斷電源", "離心泵", "變頻器", "電動調節閥", "氣相色譜儀"]
    return {
        "telephone number": lambda c: c.choice(phones),
        "last 8 digits": lambda c: c.choice(phones)[-8:],
        "last 4 digits": lambda c: c.choice(phones)[-4:],
        "serial number": lambda c: c.choice(serials),
        "start of a serial number": lambda c: c.choice(serials)[: c.randrange(2, 8)],
        "part of a serial number": lambda c: c.choice(serials)[-6:],
        "short part of a serial number": lambda c: c.choice(serials)[-3:],
        "customer": lambda c: c.choice(PLACES) + c.choice(WORDS) + c.choice(TRADES),
        "part of a customer's name": lambda c: c.choice(WORDS) + c.choice(TRADES),
        "two characters": lambda c: c.choice(TRADES),
        "one character": lambda c: c.choice(FAMILY),
        "contact": lambda c: c.choice(contacts),
        "initials": lambda c: c.choice(["ylbsq", "llj", "bjddy", "lxb", "bpq", "kqysj", "qxspy"]),
        "pinyin": lambda c: c.choice(["yalibiansongqi", "liu liang ji", "lixinbeng", "bianpin"]),
        "traditional": lambda c: c.choice(traditional),
        "English": lambda c: c.choice(list(THINGS.values())),
        "customer and thing": lambda c: f"{c.choice(WORDS)} {c.choice(list(THINGS))}",
        "a word all share": lambda c: c.choice(["有限公司", "厂区", "00", "sn"]),
        NOTHING: lambda c: c.choice(["xqzkv", "蒸馏塔", "QQ99-1234567", "19900000000"]),
    }


def measure(chance: random.Random) -> int:
    from kept.records.archive.queries import search

    all_times: list[float] = []
    print(f"{'':32}{'p50 ms':>8}{'p95 ms':>8}{'found':>7}{'against a scan':>16}")
    for kind, ask in questions().items():
        asked = [ask(chance) for _ in range(ROUNDS)]
        search(asked[0])
        times, counts = zip(*(timed(search, text) for text in asked), strict=True)
        all_times += times
        ratio = statistics.median(scan(text) for text in asked[:3]) / statistics.median(times)
        found = statistics.fmean(counts)
        if (found == 0) != (kind == NOTHING):
            sys.exit(f"{kind}: {found:.1f} found on average. That is not what was asked.")
        print(f"{kind:32}{p(50, times):8.1f}{p(95, times):8.1f}{found:7.1f}{ratio:14.0f} x")
    fifty, ninety_five = p(50, all_times), p(95, all_times)
    print(f"{'all':32}{fifty:8.1f}{ninety_five:8.1f}")
    return int(fifty > AIM_P50_MS or ninety_five > AIM_P95_MS)


def timed(search: Callable[[str], list[object]], text: str) -> tuple[float, int]:
    started = time.perf_counter()
    found = search(text)
    return (time.perf_counter() - started) * 1000, len(found)


def scan(text: str) -> float:
    """Return the milliseconds that PostgreSQL needs to look through all rows for the text."""
    from django.db import connection

    with connection.cursor() as cursor:
        started = time.perf_counter()
        cursor.execute("SELECT count(*) FROM archive_searchrow WHERE shown ILIKE %s", [f"%{text}%"])
        cursor.fetchall()
        return (time.perf_counter() - started) * 1000


def p(percent: int, times: Sequence[float]) -> float:
    return statistics.quantiles(times, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    sys.exit(main())
