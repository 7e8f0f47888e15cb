from kept.records.knowledge.models.article import (
    Article,
    ArticleKind,
    ArticleRow,
    ArticleVersion,
    Audience,
    Publication,
    Review,
)
from kept.records.knowledge.models.code import Code, CodeChoice, CodeKind
from kept.records.knowledge.models.ready_text import ReadyText
from kept.records.knowledge.models.use import ArticleUse, Outcome

__all__ = [
    "Article",
    "ArticleKind",
    "ArticleRow",
    "ArticleUse",
    "ArticleVersion",
    "Audience",
    "Code",
    "CodeChoice",
    "CodeKind",
    "Outcome",
    "Publication",
    "ReadyText",
    "Review",
]
