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
from kept.records.macros.services.several import MOST, InCase, rehearse_in_cases, run_in_cases

__all__ = [
    "MOST",
    "InCase",
    "MacroChanged",
    "MacroDetails",
    "MacroEmpty",
    "MacroNotFound",
    "MacroUnfit",
    "Ran",
    "Rehearsal",
    "StepUnclear",
    "keep_macro",
    "rehearse_in_cases",
    "rehearse_macro",
    "retire_macro",
    "run_in_cases",
    "run_macro",
]
