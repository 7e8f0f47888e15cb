"""What can be sent about parts."""

from __future__ import annotations

import uuid

from tests.security.company import Company, World
from tests.security.post import Post
from tests.stored import store_for

# What store keepers do, and what an engineer does with their own van.
KEEPING = {
    *("store:pick", "store:part_new", "store:part_edit", "store:substitute", "store:place"),
    *("store:place_new", "store:receive", "store:transfer", "store:take_off", "store:count"),
}
WITH_A_VAN = {"store:van_fit"}


def store_posts(company: Company, world: World) -> dict[str, Post]:
    """Return a right form for each route about parts that takes one."""
    there = store_for(company, world)
    case, pressed = f"/cases/{company.case.number}/parts", {"key": uuid.uuid4().hex, "go": "yes"}
    part, reason = {"part": there.number, "quantity": "1"}, {"reason": "sent in a test"}
    named = {"name_en": "x", "tracking": "quantity", "unit": "piece"}
    office = str(world.desk.office.pk)
    new = {"code": uuid.uuid4().hex[:8], "name_en": "x", "kind": "shop", "office": office}
    moved, parts = pressed | part | reason, f"/store/parts/{there.part}"
    held = f"{case}/held/{there.held}"
    return {
        "store:pick": Post(f"/store/pick/{there.held}/", pressed | {"carrier": "SF"}),
        "store:part_new": Post(
            "/store/parts/new/", named | {"brand": "x", "number": uuid.uuid4().hex, "go": "yes"}
        ),
        "store:part_edit": Post(f"{parts}/edit/", named | {"go": "yes"}),
        "store:substitute": Post(
            f"{parts}/substitute/",
            {"instead": f"{there.number}-2", "evidence": "sent in a test", "go": "yes"},
        ),
        "store:place": Post(f"/store/places/{there.empty}/", {}),
        "store:place_new": Post("/store/places/new/", new | {"go": "yes"}),
        "store:receive": Post(
            "/store/receive/", moved | {"kind": "received", "target": str(there.place)}
        ),
        "store:transfer": Post(
            "/store/transfer/", moved | {"source": str(there.place), "target": str(there.van)}
        ),
        "store:take_off": Post(
            "/store/take-off/", moved | {"kind": "scrapped", "source": str(there.place)}
        ),
        "store:count": Post("/store/count/", moved | {"place": str(there.place)}),
        "store:van_fit": Post(
            f"/store/van/{there.stock}/fit/",
            pressed | {"case": str(company.case.number), "quantity": "1", "out": "none"},
        ),
        "store:case_ask": Post(f"{case}/ask/?part={there.part}", pressed | {"quantity": "1"}),
        "store:case_request": Post(
            f"{case}/{there.request}/",
            {
                "key": uuid.uuid4().hex,
                "act": "reserve",
                "source": f"{there.place}-{there.part}",
                "quantity": "1",
            },
        ),
        "store:case_withdraw": Post(f"{case}/{there.request}/withdraw/", pressed | reason),
        "store:case_answer": Post(
            f"{case}/answer/{there.proposal}/",
            pressed | {"answer": "yes", "name": "Li Na", "how": "by telephone"},
        ),
        "store:case_arrived": Post(f"{held}/arrived/", pressed),
        "store:case_fit": Post(f"{held}/fit/", pressed | {"out": "none"}),
        "store:case_back": Post(f"{held}/back/", pressed | reason | {"target": str(there.van)}),
    }
