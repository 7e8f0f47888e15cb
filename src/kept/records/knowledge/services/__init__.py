from kept.records.knowledge.filling import HOLES
from kept.records.knowledge.services.codes import (
    CodeDetails,
    CodeOfAnotherCause,
    CodeUnknown,
    CodeUnplaced,
    choose_code,
    find_cause_by_code,
    keep_code,
    retire_code,
)
from kept.records.knowledge.services.publishing import (
    NotReviewed,
    OwnWriting,
    VersionOutdated,
    publish_article,
    review_article,
    withdraw_article,
)
from kept.records.knowledge.services.ready_texts import (
    HoleUnknown,
    ReadyTextDetails,
    keep_ready_text,
    retire_ready_text,
)
from kept.records.knowledge.services.using import Walked, record_use, record_walk
from kept.records.knowledge.services.writing import (
    ArticleChanged,
    ArticleDetails,
    ArticleEmpty,
    ArticleNotFound,
    KeyUnclear,
    write_article,
)
from kept.records.knowledge.walking import PathUnclear

__all__ = [
    "HOLES",
    "ArticleChanged",
    "ArticleDetails",
    "ArticleEmpty",
    "ArticleNotFound",
    "CodeDetails",
    "CodeOfAnotherCause",
    "CodeUnknown",
    "CodeUnplaced",
    "HoleUnknown",
    "KeyUnclear",
    "NotReviewed",
    "OwnWriting",
    "PathUnclear",
    "ReadyTextDetails",
    "VersionOutdated",
    "Walked",
    "choose_code",
    "find_cause_by_code",
    "keep_code",
    "keep_ready_text",
    "publish_article",
    "record_use",
    "record_walk",
    "retire_code",
    "retire_ready_text",
    "review_article",
    "withdraw_article",
    "write_article",
]
