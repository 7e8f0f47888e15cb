"""The bytes that are kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class StoredFile(models.Model):
    """Bytes in the folder of files, there before this row was. The same bytes are kept once.

    Of a photo there are two more: what people see of it, large and small, with nothing in them
    but pixels. What came from outside while a scanner is named is scanned before anybody has it.
    """

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)  # told by the bytes, never by who sent them
    stored_at = models.DateTimeField()
    picture = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    small = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    scan_at = models.DateTimeField(null=True)  # when to scan it, again if that did not work
    scan_problem = models.CharField(max_length=200, blank=True)  # why it did not
    scanned_at = models.DateTimeField(null=True)
    signature = models.CharField(max_length=200, blank=True)  # of the malware that was found

    class Meta:
        indexes = [
            models.Index(
                fields=["scan_at"],
                name="stored_file_to_scan",
                condition=Q(scan_at__isnull=False),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="stored_file_has_a_digest"
            ),
            models.CheckConstraint(condition=Q(size__gte=1), name="stored_file_is_not_empty"),
            models.CheckConstraint(
                condition=Q(picture=None, small=None)
                | Q(picture__isnull=False, small__isnull=False),
                name="stored_file_pictures_are_two",
            ),
            models.CheckConstraint(
                condition=Q(scan_at=None) | Q(scanned_at=None), name="stored_file_scanned_once"
            ),
            models.CheckConstraint(
                condition=Q(scan_problem="") | Q(scan_at__isnull=False),
                name="stored_file_problem_is_tried_again",
            ),
            models.CheckConstraint(
                condition=Q(signature="") | Q(scanned_at__isnull=False),
                name="stored_file_signature_was_found",
            ),
        ]

    def __str__(self) -> str:
        return self.sha256
