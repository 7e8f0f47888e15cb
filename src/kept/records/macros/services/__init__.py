from kept.records.macros.services.keeping import (
    MacroChanged,
    MacroDetails,
    MacroEmpty,
    MacroNotFound,
    StepUnclear,
    keep_macro,
    retire_macro,
)
from kept.records.macros.services.running import (
    MacroUnfit,
    Ran,
    Rehearsal,
    rehearse_macro,
    run_macro,
)

__all__ = [
    "MacroChanged",
    "MacroDetails",
    "MacroEmpty",
    "MacroNotFound",
    "MacroUnfit",
    "Ran",
    "Rehearsal",
    "StepUnclear",
    "keep_macro",
    "rehearse_macro",
    "retire_macro",
    "run_macro",
]
