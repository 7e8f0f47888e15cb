from kept.records.notices.services.beating import Beat, beat, end_beats
from kept.records.notices.services.reading import mark_read
from kept.records.notices.services.sending import group_storms, send_next
from kept.records.notices.services.telling import tell

__all__ = ["Beat", "beat", "end_beats", "group_storms", "mark_read", "send_next", "tell"]
