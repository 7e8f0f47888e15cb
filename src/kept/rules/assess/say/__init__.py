"""Assessments in words."""

from kept.rules.assess.say.document import document
from kept.rules.assess.say.sentences import sentences
from kept.rules.assess.say.speaker import Speaker
from kept.rules.assess.say.sums import SumLine, sum_lines

__all__ = ["Speaker", "SumLine", "document", "sentences", "sum_lines"]
