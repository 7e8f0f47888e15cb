"""Checks: what is doubtful or missing in a policy that can be read."""

from kept.rules.policy.check.findings import Finding, Severity
from kept.rules.policy.check.run import CHECKS, check

__all__ = ["CHECKS", "Finding", "Severity", "check"]
