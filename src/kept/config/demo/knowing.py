"""Writing down what the demo company knows."""

from __future__ import annotations

from kept.config.demo.chinese import traditional
from kept.config.demo.staff import ENGINEERS, HOTLINE, MANAGERS
from kept.config.demo.words.fault import Phrase
from kept.config.demo.words.known import ARTICLES, CODES, READY, Known
from kept.config.demo.world import World
from kept.records.knowledge.models import ArticleKind, Audience, CodeKind
from kept.records.knowledge.services import (
    ArticleDetails,
    CodeDetails,
    ReadyTextDetails,
    keep_code,
    keep_ready_text,
    publish_article,
    review_article,
    write_article,
)


def write_down_what_is_known(world: World) -> None:
    """Keep codes and ready words; publish the articles, each read by a second person first."""
    manager, at = world.people[MANAGERS[0].username], world.began
    for one in CODES:
        details = CodeDetails(
            kind=CodeKind(one.kind),
            names=_each(one.name),
            family=one.family,
            parent=one.parent,
            policy_cause=one.cause,
        )
        keep_code(code=one.code, details=details, by=manager, now=at)
    for key, name, text in READY:
        words = ReadyTextDetails(names=_each(name), texts=_each(text))
        keep_ready_text(key=key, details=words, by=manager, now=at)
    for place, article in enumerate(ARTICLES):
        _publish(world, article, place)


def _publish(world: World, known: Known, place: int) -> None:
    writer = world.people[ENGINEERS[place % len(ENGINEERS)].username]
    second = world.people[HOTLINE[place % len(HOTLINE)].username]
    details = ArticleDetails(
        titles=_each(known.title),
        bodies=_each(known.body),
        kind=ArticleKind.STEPS if known.paths else ArticleKind.TEXT,
        audience=Audience.CUSTOMERS if known.for_customers else Audience.STAFF,
        families=known.families,
        codes=known.codes,
        symptoms={code: tuple(said.splitlines()) for code, said in _each(known.said).items()},
        paths=known.paths,
    )
    at = world.began
    number = write_article(key=known.key, details=details, after=0, by=writer, now=at)
    review_article(key=known.key, number=number, by=second, now=at)
    publish_article(key=known.key, number=number, by=second, now=at)


def _each(phrase: Phrase) -> dict[str, str]:
    """Return a phrase by language."""
    return {"en": phrase.en, "zh-hans": phrase.zh, "zh-hant": traditional(phrase.zh)}
