from kept.records.contracts.services.covering import (
    AlreadyCovered,
    Covered,
    NotTheirs,
    OutsideContract,
    cover,
)
from kept.records.contracts.services.overriding import (
    OverrideDetails,
    OverrideIncomplete,
    change_override,
    withdraw_override,
)
from kept.records.contracts.services.signing import (
    ContractDetails,
    ContractNumberTaken,
    TermsUnclear,
    end_contract,
    sign_contract,
)
from kept.records.contracts.services.succeeding import cover_successor, end_cover

__all__ = [
    "AlreadyCovered",
    "ContractDetails",
    "ContractNumberTaken",
    "Covered",
    "NotTheirs",
    "OutsideContract",
    "OverrideDetails",
    "OverrideIncomplete",
    "TermsUnclear",
    "change_override",
    "cover",
    "cover_successor",
    "end_contract",
    "end_cover",
    "sign_contract",
    "withdraw_override",
]
