"""What is new in an answer: the text without what it quotes."""

from __future__ import annotations

import re
from typing import Final

# Lines after which mail programs put the message that is answered.
_BEFORE_THE_OLD: Final = re.compile(
    r"^\s*(?:"
    r"-{2,}\s*(?:original message|forwarded message|原始邮件|原始郵件|转发邮件|回复的原邮件)\s*-*"
    r"|_{10,}"
    r"|(?:on|am|le|el)\b.{4,200}(?:wrote|schrieb|a écrit|escribió)\b.{0,120}:"
    r"|(?:在\s*)?\d{4}\s*[-/年].{4,120}(?:写道|寫道)\s*[:：]"
    r"|(?:from|发件人|寄件者|寄件人)\s*[:：]\s.{1,200}"
    r")\s*$",
    re.IGNORECASE,
)


def new_text(text: str) -> str:
    """Return the part above what is quoted; all of it if nothing would be left."""
    lines = text.splitlines()
    end = next((at for at, line in enumerate(lines) if _BEFORE_THE_OLD.match(line)), len(lines))
    kept = lines[:end]
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith(">")):
        kept.pop()
    return "\n".join(kept).strip() or text.strip()
