"""Assessments in words."""

from kept.rules.assess.say.contests import contest_words, finding_words
from kept.rules.assess.say.document import document
from kept.rules.assess.say.holding import holding_words
from kept.rules.assess.say.sentences import sentences
from kept.rules.assess.say.spans import span_words
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.sums import SumLine, sum_lines

__all__ = [
    "Speaker",
    "SumLine",
    "contest_words",
    "document",
    "finding_words",
    "holding_words",
    "sentences",
    "span_words",
    "sum_lines",
]
