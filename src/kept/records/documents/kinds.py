"""Kinds of documents, and what a person writes in each beside what the facts say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class DocumentKind(models.TextChoices):
    """What is handed over."""

    SERVICE_REPORT = "service_report", _("Service report")
    FAULT_ANALYSIS = "fault_analysis", _("Fault analysis report")
    WRITTEN_EXPLANATION = "written_explanation", _("Written explanation")
    CONSULTATION_NOTE = "consultation_note", _("Consultation note")
    SUBSTITUTE_APPROVAL = "substitute_approval", _("Approval of a substitute")


# An approval is begun for a substitute that was proposed; all others by whoever writes them.
BY_HAND: Final = [kind for kind in DocumentKind if kind is not DocumentKind.SUBSTITUTE_APPROVAL]


# The keys are those of facts where a policy may ask for the same: "reason", "prevention".
FIELDS: Final[Mapping[str, Mapping[str, _StrOrPromise]]] = {
    DocumentKind.SERVICE_REPORT: {
        "found": _("What was found"),
        "done": _("What was done"),
        "parts": pgettext_lazy("replaced in a machine", "Parts"),
        "tests": _("Tests"),
        "dangers": _("Remaining dangers"),
    },
    DocumentKind.FAULT_ANALYSIS: {
        "found": _("What was found"),
        "how": _("How it came about"),
        "done": _("What was done"),
        "prevention": _("How to keep it from happening again"),
    },
    DocumentKind.WRITTEN_EXPLANATION: {
        "reason": _("Why it takes longer"),
        "against_loss": _("What we do against the loss"),
        "new_date": _("When it will be done"),
    },
    DocumentKind.CONSULTATION_NOTE: {
        "question": _("What was asked"),
        "answer": _("What was answered"),
    },
    DocumentKind.SUBSTITUTE_APPROVAL: {
        "original": _("Part that is to be replaced"),
        "substitute": _("Part of equal specification in its place"),
        "evidence": _("Where it is shown that they are equal"),
        "remarks": _("Remarks"),
    },
}
# Without these nothing is said; the others may stay empty.
NEEDED: Final[Mapping[str, tuple[str, ...]]] = {
    DocumentKind.SERVICE_REPORT: ("found", "done"),
    DocumentKind.FAULT_ANALYSIS: ("how", "prevention"),
    DocumentKind.WRITTEN_EXPLANATION: ("reason", "new_date"),
    DocumentKind.CONSULTATION_NOTE: ("question", "answer"),
    DocumentKind.SUBSTITUTE_APPROVAL: ("original", "substitute", "evidence"),
}
