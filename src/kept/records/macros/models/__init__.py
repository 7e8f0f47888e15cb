from kept.records.macros.models.macro import Macro, MacroRun, MacroVersion

__all__ = ["Macro", "MacroRun", "MacroVersion"]
