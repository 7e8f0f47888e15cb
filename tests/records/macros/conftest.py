import pytest

from kept.records.cases.services import Opened
from tests.asked import make_checklist, make_macro, usual_steps
from tests.desk import Desk, open_desk
from tests.known import make_known


def open_asked_desk(text: str | None = None) -> Desk:
    """Open a desk with ready words, a checklist and the usual macro."""
    desk = open_desk(text) if text else open_desk()
    make_known(desk.manager, desk.dispatcher)
    make_checklist(desk.manager)
    make_macro(desk.manager, *usual_steps())
    return desk


@pytest.fixture
def desk(db: None) -> Desk:
    return open_asked_desk()


@pytest.fixture
def case(desk: Desk) -> Opened:
    return desk.log()
