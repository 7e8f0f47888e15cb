"""Why a paper could not be read, in a word that needs no Django."""

from __future__ import annotations


class NotRead(Exception):
    """The file gives no text. `word` says why, `holes` fill the sentence for people."""

    def __init__(self, word: str, **holes: int) -> None:
        super().__init__(word)
        self.word = word
        self.holes = holes
