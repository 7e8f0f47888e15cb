"""How much is taken."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from kept.records.files.models import Attachment
from kept.records.refusal import Refused

MEGABYTE = 1_000_000


class FileTooLarge(Refused):
    """One file is larger than is taken."""

    sentence = _("“%(name)s” is too large. A file may have at most %(most)s MB.")


class FileEmpty(Refused):
    """There is nothing in the file."""

    sentence = _("“%(name)s” is empty. Please choose it again.")


class TooManyFiles(Refused):
    """The case has as many files as one may have."""

    sentence = _("This case already has %(most)s files, and no more can be added.")


class TooMuchOfCase(Refused):
    """The files of the case are together as large as they may be."""

    sentence = _("The files of this case would be more than %(most)s MB together.")


class TooMuchOfCustomer(Refused):
    """The files of a customer's cases are together as large as they may be."""

    sentence = _(
        "The files of this customer would be more than %(most)s GB together. Please tell your "
        "administrator."
    )


def check_size(name: str, size: int) -> None:
    """Raise FileEmpty or FileTooLarge for a file that is not taken."""
    if not size:
        raise FileEmpty(name=name)
    if size > settings.FILE_MEGABYTES * MEGABYTE:
        raise FileTooLarge(name=name, most=settings.FILE_MEGABYTES)


def check_room(*, case_id: int, customer_id: int, size: int) -> None:
    """Raise TooManyFiles, TooMuchOfCase or TooMuchOfCustomer if a file would be too much.

    What was withdrawn counts: it is kept.
    """
    told = Attachment.objects.filter(case_id=case_id).aggregate(
        count=Count("pk"), bytes=Sum("file__size", default=0)
    )
    if told["count"] >= settings.CASE_FILES:
        raise TooManyFiles(most=settings.CASE_FILES)
    if told["bytes"] + size > settings.CASE_MEGABYTES * MEGABYTE:
        raise TooMuchOfCase(most=settings.CASE_MEGABYTES)
    rows = Attachment.objects.filter(customer_id=customer_id)
    if rows.aggregate(bytes=Sum("file__size", default=0))["bytes"] + size > (
        settings.CUSTOMER_GIGABYTES * 1_000 * MEGABYTE
    ):
        raise TooMuchOfCustomer(most=settings.CUSTOMER_GIGABYTES)
