"""What can be sent about parts."""

from __future__ import annotations

import uuid

from tests.security.company import Company, World
from tests.security.post import Post
from tests.stored import Stored, store_for

# What store keepers do, and what an engineer does with their own van.
KEEPING = {
    *("store:pick", "store:part_new", "store:part_edit", "store:substitute", "store:place"),
    *("store:place_new", "store:receive", "store:transfer", "store:take_off", "store:count"),
}
WITH_A_VAN = {"store:van_fit"}


def store_posts(company: Company, world: World) -> dict[str, Post]:
    """Return a right form for each route about parts that takes one."""
    there = store_for(company, world)
    return {**stock_posts(there, world), **case_part_posts(company, there)}


def stock_posts(there: Stored, world: World) -> dict[str, Post]:
    """Return a right form for each route about the catalogue, places and what lies there."""
    moved = {"key": uuid.uuid4().hex, "go": "yes", "reason": "sent in a test"}
    moved |= {"part": there.number, "quantity": "1"}
    named = {"name_en": "x", "tracking": "quantity", "unit": "piece", "go": "yes"}
    new = {"code": uuid.uuid4().hex[:8], "name_en": "x", "kind": "shop", "go": "yes"}
    stands_in = {"instead": there.number, "evidence": "sent in a test", "go": "yes"}
    place, parts = str(there.place), f"/store/parts/{there.part}"
    scrapped = {"kind": "scrapped", "source": place}
    return {
        "store:part_new": Post(
            "/store/parts/new/", named | {"brand": "x", "number": uuid.uuid4().hex}
        ),
        "store:part_edit": Post(f"{parts}/edit/", named),
        "store:substitute": Post(f"/store/parts/{there.other}/substitute/", stands_in),
        "store:place": Post(f"/store/places/{there.empty}/", {}),
        "store:place_new": Post("/store/places/new/", new | {"office": str(world.desk.office.pk)}),
        "store:receive": Post("/store/receive/", moved | {"kind": "received", "target": place}),
        "store:transfer": Post(
            "/store/transfer/", moved | {"source": place, "target": str(there.van)}
        ),
        "store:take_off": Post("/store/take-off/", moved | scrapped),
        "store:count": Post("/store/count/", moved | {"place": place}),
    }


def case_part_posts(company: Company, there: Stored) -> dict[str, Post]:
    """Return a right form for each route about the parts of a case."""
    number = str(company.case.number)
    case, key = f"/cases/{number}/parts", uuid.uuid4().hex
    pressed, reason = {"key": key, "go": "yes"}, {"reason": "sent in a test"}
    held, request = f"{case}/held/{there.held}", f"{case}/{there.request}"
    wanted = {"source": f"{there.place}-{there.part}", "quantity": "1"}
    answer = {"answer": "yes", "name": "Li Na", "how": "by telephone"}
    fitted = {"case": number, "quantity": "1", "out": "none"}
    return {
        "store:pick": Post(f"/store/pick/{there.held}/", pressed | {"carrier": "SF"}),
        "store:label": Post(f"/store/label/{there.held}/", {}),
        "store:van_fit": Post(f"/store/van/{there.stock}/fit/", pressed | fitted),
        "store:case_ask": Post(f"{case}/ask/?part={there.part}", pressed | {"quantity": "1"}),
        "store:case_request": Post(f"{request}/", {"key": key, "act": "reserve", **wanted}),
        "store:case_withdraw": Post(f"{request}/withdraw/", pressed | reason),
        "store:case_answer": Post(f"{case}/answer/{there.proposal}/", pressed | answer),
        "store:case_paper": Post(f"{case}/answer/{there.proposal}/document/", {}),
        "store:case_arrived": Post(f"{held}/arrived/", pressed),
        "store:case_fit": Post(f"{held}/fit/", pressed | {"out": "none"}),
        "store:case_back": Post(f"{held}/back/", pressed | reason | {"target": str(there.van)}),
    }
