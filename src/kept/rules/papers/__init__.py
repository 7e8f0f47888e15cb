"""From the text of a policy paper to its clauses, and to rules that it may mean."""

from kept.rules.papers.cut import cut
from kept.rules.papers.draft import draft
from kept.rules.papers.passage import Passage, Proposal, Span
from kept.rules.papers.propose import propose
from kept.rules.papers.second import LetIn, let_in, questions

__all__ = ["LetIn", "Passage", "Proposal", "Span", "cut", "draft", "let_in", "propose", "questions"]
