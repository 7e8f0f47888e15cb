from kept.records.presence.services.marking import forget_gone, mark_present

__all__ = ["forget_gone", "mark_present"]
