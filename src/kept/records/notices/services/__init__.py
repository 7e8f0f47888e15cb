from kept.records.notices.services.announcing import (
    Announcement,
    OutgoingLetter,
    announce,
    send_letter,
)
from kept.records.notices.services.beating import Beat, beat, end_beats
from kept.records.notices.services.reading import mark_read
from kept.records.notices.services.sending import Links, group_storms, loop_mark, send_next
from kept.records.notices.services.telling import tell

__all__ = [
    "Announcement",
    "Beat",
    "Links",
    "OutgoingLetter",
    "announce",
    "beat",
    "end_beats",
    "group_storms",
    "loop_mark",
    "mark_read",
    "send_letter",
    "send_next",
    "tell",
]
