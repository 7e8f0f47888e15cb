"""A request that somebody without an account wrote into the form for everyone."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.cases.models import Case
from kept.records.constraints import not_blank
from kept.records.mail.models.letter import Letter

WEB = "web form"  # the mailbox that the form for everyone writes to


class WebRequest(models.Model):
    """What the form asked beside the letter that it became.

    Whoever has the secret sees what became of it and may add to it; we keep its hash. What was
    added is a letter of its own that follows the `first`.
    """

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="web")
    first = models.ForeignKey("self", models.PROTECT, null=True, related_name="more")
    digest = models.CharField(max_length=64, unique=True)  # of all that was sent
    secret_hash = models.CharField(max_length=64, blank=True)
    company = models.CharField(max_length=120, blank=True)
    machine = models.CharField(max_length=200, blank=True)  # as told: product, serial number
    phone = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = [
            not_blank("digest", name="web_request_has_a_digest"),
            models.CheckConstraint(
                condition=(Q(first=None) & ~Q(secret_hash=""))
                | Q(first__isnull=False, secret_hash=""),
                name="web_request_first_has_the_secret",
            ),
            models.UniqueConstraint(
                fields=["secret_hash"],
                condition=~Q(secret_hash=""),
                name="web_request_secret_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter_id}"

    @property
    def confirmed_case(self) -> Case | None:
        """Return the case that one of us says it is: of it the private page tells.

        An address that we know opens a case by itself; but anybody may write down anybody's, and is
        neither its contact nor to know that we know it.
        """
        return self.letter.case if self.letter.decided_by_id is not None else None
