"""The policy language: from a text that its owner reads to values that Kept runs."""

from kept.rules.policy.errors import PolicyError, PolicyErrors
from kept.rules.policy.load import load, load_file

__all__ = ["PolicyError", "PolicyErrors", "load", "load_file"]
