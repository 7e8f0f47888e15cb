"""Prices as a Django application."""

from django.apps import AppConfig


class PricesConfig(AppConfig):
    """Price lists, the prices in them by date, and taxes."""

    name = "kept.records.prices"
    label = "prices"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Say how a price list is found that a policy requires."""
        from kept.records.policies.required import looked_up
        from kept.records.prices.queries import has_list
        from kept.rules.policy.model import RequirementKind

        looked_up(
            RequirementKind.PRICE_LIST,
            lambda _code, requirement, on: has_list(requirement.basis, on=on),
        )
