from kept.records.contracts.models.contract import (
    Contract,
    ContractKind,
    ContractLine,
    ContractOverride,
)

__all__ = ["Contract", "ContractKind", "ContractLine", "ContractOverride"]
