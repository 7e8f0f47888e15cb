from kept.records.policies.services.publishing import (
    VersionNotPublished,
    choose_company_policy,
    name_policy,
    publish_version,
)

__all__ = ["VersionNotPublished", "choose_company_policy", "name_policy", "publish_version"]
