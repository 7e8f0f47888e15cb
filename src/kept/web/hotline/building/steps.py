"""What usually happens in a case of each type, in the order in which it does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

FAULT: Final = "fault"
RESTORING: Final = (
    "response.given",
    "remote.attempted",
    "engineer.sent",
    "visit.arrived",
    "service.restored",
    "cause.found",
    "report.signed",
    "customer.told",
)
VISITING: Final = ("visit.agreed", "engineer.sent", "visit.arrived", "visit.ended")
ANSWERING: Final = ("response.given", "answer.given", "reply.given")
TOLD: Final = ("report.signed", "customer.told")
OF_TYPE: Final[Mapping[str, tuple[str, ...]]] = {
    FAULT: RESTORING,
    "consultation": (*ANSWERING, "customer.told"),
    "guidance": ("response.given", *VISITING, *TOLD),
    "planned_work": ("response.given", *VISITING, "maintenance.ended", *TOLD),
    "installation": (*VISITING, "document.handed_over", *TOLD),
    "training": ("response.given", "visit.agreed", "training.held", "record.filed", *TOLD),
    "software_upgrade": ("response.given", *VISITING, "software.upgraded", *TOLD),
    "spare_part": (
        *("response.given", "quote.sent", "quote.accepted", "payment.received"),
        *("goods.ordered", "goods.shipped", "goods.delivered"),
    ),
    "complaint": (*ANSWERING, "approval.given", "remedy.chosen", "customer.told"),
    "ip_dispute": (*ANSWERING, "document.handed_over", "record.filed", "customer.told"),
}


def steps_of(case_type: str) -> tuple[str, ...]:
    """Return what usually happens in a case of a type; of a policy's own type, what always may."""
    return OF_TYPE.get(case_type, (*ANSWERING, *VISITING, *TOLD))
