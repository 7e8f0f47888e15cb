from kept.records.mail.models.letter import Letter, Outcome
from kept.records.mail.models.mailbox import Mailbox
from kept.records.mail.models.web import WEB, WebRequest

__all__ = ["WEB", "Letter", "Mailbox", "Outcome", "WebRequest"]
