"""An article, ready words and codes, as tests of the web find them."""

from __future__ import annotations

from kept.records.knowledge.models import ArticleKind, CodeKind
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
from kept.records.people.models import Person
from tests.desk import at

ARTICLE, WORDS, SYMPTOM, CAUSE = "first-check", "hello", "S-1", "C-1"


def make_known(by: Person, second: Person, *, mark: str = "", said: str = "title") -> None:
    """Publish a self-check that fits what is `said`, and keep words and codes; each text is marked.

    Repeating it changes nothing.
    """
    told = {"key": ARTICLE, "now": at("08:40")}
    details = ArticleDetails(
        titles={"en": f"First check {mark}"},
        bodies={"en": f"{mark} before\n\n- {mark} item\n\n1. {mark} on?\n2. {mark} works?"},
        kind=ArticleKind.STEPS,
        symptoms={"en": (said,)},
        paths="1: yes 2, no open\n2: yes fixed, no open",
    )
    write_article(details=details, after=0, by=by, **told)
    review_article(number=1, by=second, **told)
    publish_article(number=1, by=second, **told)
    words = ReadyTextDetails(
        names={"en": f"Greeting {mark}"}, texts={"en": f"Dear {{customer}}, {mark} {{number}}"}
    )
    keep_ready_text(key=WORDS, details=words, by=by, now=at("08:40"))
    for code, kind, cause in ((SYMPTOM, CodeKind.SYMPTOM, ""), (CAUSE, CodeKind.CAUSE, "wear")):
        named = CodeDetails(kind=kind, names={"en": f"{mark} {code}"}, policy_cause=cause)
        keep_code(code=code, details=named, by=by, now=at("08:40"))
