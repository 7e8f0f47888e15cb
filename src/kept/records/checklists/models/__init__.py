from kept.records.checklists.models.checklist import (
    Checklist,
    ChecklistPublication,
    ChecklistVersion,
)
from kept.records.checklists.models.running import ChecklistAnswer, ChecklistRun

__all__ = [
    "Checklist",
    "ChecklistAnswer",
    "ChecklistPublication",
    "ChecklistRun",
    "ChecklistVersion",
]
