from kept.records.presence.services.marking import (
    forget_gone,
    mark_present,
    mark_present_in,
)

__all__ = ["forget_gone", "mark_present", "mark_present_in"]
