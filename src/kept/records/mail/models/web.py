"""The private page of a request that came by itself: by the form for everyone, or by mail."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from kept.records.cases.models import Case
from kept.records.constraints import not_blank
from kept.records.mail.models.letter import Letter

WEB = "web form"  # the mailbox that the form for everyone writes to


class WebRequest(models.Model):
    """A page for whoever sent a letter, and what the form asked beside it.

    Whoever has the secret sees what became of it and may add to it; we keep its hash. What was
    added is a letter of its own that follows the `first`. The secret of a letter that came by mail
    is worked out of a seed and `mailed_to` the contact whose address wrote it, and nobody else.
    """

    letter = models.OneToOneField(Letter, models.PROTECT, related_name="web")
    first = models.ForeignKey("self", models.PROTECT, null=True, related_name="more")
    digest = models.CharField(max_length=64, unique=True)  # of all that was sent
    secret_hash = models.CharField(max_length=64, blank=True)
    company = models.CharField(max_length=120, blank=True)
    machine = models.CharField(max_length=200, blank=True)  # as told: product, serial number
    phone = models.CharField(max_length=40, blank=True)
    mailed_to = models.CharField(max_length=320, blank=True)
    seed = models.CharField(max_length=40, blank=True)
    goods = models.JSONField(null=True)  # what they want to send back, if that is what they asked

    class Meta:
        constraints = [
            not_blank("digest", name="web_request_has_a_digest"),
            models.CheckConstraint(
                condition=(Q(first=None) & ~Q(secret_hash=""))
                | Q(first__isnull=False, secret_hash=""),
                name="web_request_first_has_the_secret",
            ),
            models.CheckConstraint(
                condition=Q(mailed_to="", seed="")
                | (~Q(mailed_to="") & ~Q(seed="") & Q(first=None)),
                name="web_request_mailed_with_a_seed",
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
        """Return the case that it is for sure: of it the private page tells.

        An address that we know opens a case by itself; but anybody may write down anybody's, and is
        neither its contact nor to know that we know it. So one of us says it, or the page was
        mailed to that very address, and whoever opens it reads there.
        """
        is_sure = self.is_theirs if self.mailed_to else self.letter.decided_by_id is not None
        return self.letter.case if is_sure else None

    @property
    def is_theirs(self) -> bool:
        """Say whether it was mailed to a contact of the customer who still has that address."""
        contact, case = self.letter.contact, self.letter.case
        if not self.mailed_to or contact is None or contact.left_at is not None:
            return False
        if case is None or case.customer_id != contact.customer_id:
            return False
        return contact.emails.filter(address__iexact=self.mailed_to).exists()
