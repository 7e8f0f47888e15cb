"""The policy language: from a text that its owner reads to values that Kept runs."""

from kept.rules.policy.check import Finding, Severity, check
from kept.rules.policy.errors import PolicyError, PolicyErrors
from kept.rules.policy.load import load, load_file
from kept.rules.policy.overrides import Override, with_overrides
from kept.rules.policy.questions import finding_questions, intake_questions
from kept.rules.policy.shipped import load_shipped, shipped
from kept.rules.policy.untrusted import load_untrusted

__all__ = [
    "Finding",
    "Override",
    "PolicyError",
    "PolicyErrors",
    "Severity",
    "check",
    "finding_questions",
    "intake_questions",
    "load",
    "load_file",
    "load_shipped",
    "load_untrusted",
    "shipped",
    "with_overrides",
]
