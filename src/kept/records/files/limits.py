"""How much is taken."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Count, Q, Sum
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


@dataclass
class Room:
    """How much room is left for a case. What was withdrawn counts: it is kept."""

    files_of_case: int
    bytes_of_case: int
    bytes_of_customer: int

    def take(self, size: int) -> None:
        """Take room for one file. Raises TooManyFiles, TooMuchOfCase or TooMuchOfCustomer."""
        if self.files_of_case >= settings.CASE_FILES:
            raise TooManyFiles(most=settings.CASE_FILES)
        if self.bytes_of_case + size > settings.CASE_MEGABYTES * MEGABYTE:
            raise TooMuchOfCase(most=settings.CASE_MEGABYTES)
        most = settings.CUSTOMER_GIGABYTES
        if self.bytes_of_customer + size > most * 1_000 * MEGABYTE:
            raise TooMuchOfCustomer(most=most)
        self.files_of_case += 1
        self.bytes_of_case += size
        self.bytes_of_customer += size


def room_of(*, case_id: int, customer_id: int) -> Room:
    """Return how much room a case and its customer have taken."""
    of_case = Q(case_id=case_id)
    told = Attachment.objects.filter(customer_id=customer_id).aggregate(
        files=Count("pk", filter=of_case),
        of_case=Sum("file__size", filter=of_case, default=0),
        of_customer=Sum("file__size", default=0),
    )
    return Room(told["files"], told["of_case"], told["of_customer"])
