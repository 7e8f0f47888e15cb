"""An invented afternoon at an invented company, for looking at the hotline's pages."""

from tests.web.hotline.samples.cases import case_page
from tests.web.hotline.samples.comparing import compare_page
from tests.web.hotline.samples.desk import Desk
from tests.web.hotline.samples.queues import queue, rows
from tests.web.hotline.samples.requests import find_page, log_page
from tests.web.hotline.samples.story import NOW

__all__ = ["NOW", "Desk", "case_page", "compare_page", "find_page", "log_page", "queue", "rows"]
