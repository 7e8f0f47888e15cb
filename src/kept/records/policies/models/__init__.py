from kept.records.policies.models.draft import PolicyDraft
from kept.records.policies.models.policy import CompanyPolicy, Policy, PolicyVersion

__all__ = ["CompanyPolicy", "Policy", "PolicyDraft", "PolicyVersion"]
