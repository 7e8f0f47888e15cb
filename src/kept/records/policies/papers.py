"""Reading an uploaded paper: txt, docx or pdf, in a child process with limits of its own."""

from __future__ import annotations

import json
from typing import Final

from django.utils.translation import gettext_lazy as _

from kept.records.limited import NoAnswer, run_limited
from kept.records.policies.paper_files import MOST_BYTES, MOST_CHARACTERS
from kept.records.refusal import Refused

CPU_SECONDS: Final = 20
_START_SECONDS: Final = 40  # wall time beyond it, for a busy machine
_PROGRAM: Final = "from kept.records.policies.paper_files import child; child()"


class PaperTooLarge(Refused):
    """The file is larger than any policy."""

    sentence = _("This file has %(megabytes)s MB; a paper may have at most %(most)s MB.")


class PaperEmpty(Refused):
    """There is nothing in the file."""

    sentence = _("This file has no text in it.")


class PaperScanned(Refused):
    """The pages are pictures."""

    sentence = _(
        "This PDF holds pictures of pages and no text. Run it through text recognition, or paste "
        "the text."
    )


class PaperLocked(Refused):
    """Only a password opens the file."""

    sentence = _("This file is protected by a password. Save it without one and try again.")


class PaperOfOldOffice(Refused):
    """Word before 2007, or a locked new one: both look alike from outside."""

    sentence = _(
        "This is a Word file of the old kind, or one with a password. Save it as .docx without a "
        "password and try again."
    )


class PaperOfOtherKind(Refused):
    """Neither text nor Word nor PDF."""

    sentence = _("Only text, Word (.docx) and PDF files can be read; this is something else.")


class PaperTooLong(Refused):
    """More text than a policy."""

    sentence = _(
        "This paper has %(characters)s characters; at most %(most)s can be read. Take only the "
        "part about service."
    )


class PaperHasTooManyPages(Refused):
    """A book rather than a policy."""

    sentence = _(
        "This PDF has %(pages)s pages; at most %(most)s can be read. Take only the part about "
        "service."
    )


class PaperOfUnknownEncoding(Refused):
    """Nobody can say which characters the bytes are."""

    sentence = _("The characters of this text file cannot be made out. Save it as UTF-8.")


class PaperBroken(Refused):
    """The file is damaged."""

    sentence = _("This file is damaged and cannot be read. Open it, save it anew and try again.")


class PaperGivenUp(Refused):
    """Reading took too much, or the file was made to harm."""

    sentence = _(
        "Reading this file took too much time or memory, so it was given up. Nothing was changed."
    )


_REFUSALS: Final[dict[str, type[Refused]]] = {
    "empty": PaperEmpty,
    "scanned": PaperScanned,
    "password": PaperLocked,
    "old_office": PaperOfOldOffice,
    "other_kind": PaperOfOtherKind,
    "too_long": PaperTooLong,
    "too_many_pages": PaperHasTooManyPages,
    "encoding": PaperOfUnknownEncoding,
    "broken": PaperBroken,
    "hostile": PaperBroken,
    "unpacks_too_large": PaperGivenUp,
}


def text_of_paper(
    content: bytes, *, cpu_seconds: int = CPU_SECONDS, program: str = _PROGRAM
) -> str:
    """Return the text of a paper, whatever its name says it is.

    Whatever the bytes do to the reader they do to the child, which runs `program`. Raises a
    Refused with a sentence for the person who uploaded it; nothing is stored either way.
    """
    if len(content) > MOST_BYTES:
        megabytes = -(-len(content) // 1_000_000)
        raise PaperTooLarge(megabytes=megabytes, most=MOST_BYTES // 1_000_000)
    answer = _read_in_child(content, cpu_seconds, program)
    if "text" in answer:
        return str(answer["text"])
    refusal = _REFUSALS.get(str(answer.pop("refused")), PaperBroken)
    raise refusal(**answer)


def pasted_paper(text: str) -> str:
    """Return the text of a paper that was pasted; raises PaperTooLong."""
    if len(text) > MOST_CHARACTERS:
        raise PaperTooLong(characters=len(text), most=MOST_CHARACTERS)
    return text


def _read_in_child(content: bytes, cpu_seconds: int, program: str) -> dict[str, object]:
    """Return what the child found; raises PaperGivenUp when it did not come to an end."""
    seconds = cpu_seconds + _START_SECONDS
    try:
        told = run_limited(program, content, cpu_seconds=cpu_seconds, seconds=seconds)
    except NoAnswer:
        raise PaperGivenUp from None
    answer = json.loads(told)
    assert isinstance(answer, dict)
    return answer
