import pytest

from kept.records.knowledge.services import (
    ArticleDetails,
    publish_article,
    review_article,
    write_article,
)
from tests.desk import Desk, at, open_desk


@pytest.fixture
def desk(db: None) -> Desk:
    return open_desk()


def said(title="Pump has no flow", body="Check the valve.", **more) -> ArticleDetails:
    return ArticleDetails(titles={"en": title}, bodies={"en": body}, **more)


@pytest.fixture
def publish(desk):
    """Write an article, let the dispatcher review it, publish it."""

    def publish(key="no-flow", *, details=None, after=0, **more) -> int:
        told = {"key": key, "now": at("09:00")}
        details = details or said(**more)
        number = write_article(details=details, after=after, by=desk.hotline, **told)
        review_article(number=number, by=desk.dispatcher, **told)
        publish_article(number=number, by=desk.dispatcher, **told)
        return number

    return publish
