"""Rules as the text of the policy language."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Final

_PLAIN = re.compile(r"[A-Za-z0-9_\u3400-\u9fff][A-Za-z0-9_.\u3400-\u9fff/ -]*(?<! )")
_WIDTH: Final = 100


def written(value: Mapping[str, object], indent: int = 0) -> str:
    """Return a mapping as lines of the policy language; small ones stand on one line."""
    pad = " " * indent
    lines = []
    for key, inside in value.items():
        flow = f"{pad}{scalar(key)}: {_flow(inside)}"
        if isinstance(inside, str) or (_small(inside) and len(flow) <= _WIDTH):
            lines.append(flow)
        elif isinstance(inside, Mapping):
            lines += [f"{pad}{scalar(key)}:", written(inside, indent + 2)]
        else:
            lines += [f"{pad}{scalar(key)}:", _items(inside, indent + 2)]
    return "\n".join(lines)


def scalar(text: str) -> str:
    """Return one scalar, quoted where the language would read something else."""
    return (
        text
        if _PLAIN.fullmatch(text) and len(text) < _WIDTH
        else json.dumps(text, ensure_ascii=False)
    )


def _small(value: object) -> bool:
    """Tell whether a value has few enough parts for one line."""
    if isinstance(value, Mapping):
        return len(value) <= 3 and all(_small(inside) for inside in value.values())
    return (
        not isinstance(value, Sequence)
        or isinstance(value, str)
        or all(isinstance(v, str) for v in value)
    )


def _items(value: object, indent: int) -> str:
    assert isinstance(value, Sequence)
    return "\n".join(f"{' ' * indent}- {_flow(inside)}" for inside in value)


def _flow(value: object) -> str:
    if isinstance(value, Mapping):
        inside = ", ".join(f"{scalar(str(key))}: {_flow(one)}" for key, one in value.items())
        return f"{{{inside}}}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return f"[{', '.join(_flow(one) for one in value)}]"
    return scalar(str(value))
