from kept.records.alerts.services.integrations import (
    NameTaken,
    NewIntegration,
    Opened,
    end_integration,
    open_integration,
    renew_token,
)
from kept.records.alerts.services.receiving import (
    NoSuchMachine,
    OutOfUse,
    Received,
    SeveralMachines,
    receive_alert,
)

__all__ = [
    "NameTaken",
    "NewIntegration",
    "NoSuchMachine",
    "Opened",
    "OutOfUse",
    "Received",
    "SeveralMachines",
    "end_integration",
    "open_integration",
    "receive_alert",
    "renew_token",
]
