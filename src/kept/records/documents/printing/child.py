"""Setting a page in a process of its own. Plain Python and typst; nothing of ours beside."""

from __future__ import annotations

import json
import re
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import Final

CPU_SECONDS: Final = 20
MEMORY: Final = 2 * 1024**3
MISSING: Final = re.compile(r'the text `"(.*?)"` could not be displayed', re.DOTALL)
FONTS: Final = ("zh_cn", "zh_tw", "ko", "ar", "he", "hi", "th")
TEMPLATES: Final = {name: Path(__file__).with_name(f"{name}.typ") for name in ("page", "label")}


def main() -> None:
    """Read a document as JSON; write the PDF, or {"missing": […]}, or {"problem": …}.

    The first argument names the template.
    """
    told = sys.stdin.buffer.read()
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.stdout.buffer.write(pdf_of(told.decode(), sys.argv[1]))


def pdf_of(told: str, template: str) -> bytes:
    """Return the bytes of a PDF/A, the same for the same words; or JSON that says why not."""
    import typst

    fonts = [import_module(f"pylopdf_fonts_{name}").sans_path().parent for name in FONTS]
    try:
        found = typst.compile(
            TEMPLATES[template].read_bytes(),
            font_paths=fonts,
            ignore_system_fonts=True,
            sys_inputs={"data": told},
            pdf_standards="a-2b",
            timestamp=0,
        )
    except typst.TypstError as error:
        said = f"{error.message}\n{error.diagnostic}"
        missing = list(dict.fromkeys(MISSING.findall(said)))
        answer = {"missing": missing} if missing else {"problem": error.message}
        return json.dumps(answer).encode()
    assert isinstance(found, bytes)
    return found


if __name__ == "__main__":
    main()
