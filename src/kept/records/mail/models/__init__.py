from kept.records.mail.models.letter import Letter, Outcome
from kept.records.mail.models.mailbox import Mailbox

__all__ = ["Letter", "Mailbox", "Outcome"]
