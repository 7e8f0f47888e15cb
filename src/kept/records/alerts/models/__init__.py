from kept.records.alerts.models.alert import Alert
from kept.records.alerts.models.integration import Integration, Scope

__all__ = ["Alert", "Integration", "Scope"]
