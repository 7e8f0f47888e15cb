"""The vocabulary of facts: what can happen, what can be known, and when it was known."""

from kept.rules.facts.fact import Fact, Facts
from kept.rules.facts.values import Lang, Scalar, Texts, Truth, Value

__all__ = ["Fact", "Facts", "Lang", "Scalar", "Texts", "Truth", "Value"]
