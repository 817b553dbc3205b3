"""What a bench measured: a line each, and as JSON into a file where one is named (``--json FILE``)."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def tell(measured: Mapping[str, Any], file: Path | None) -> None:
    """Print what was measured, and keep it."""
    print("\n".join(f"{name}: {value}" for name, value in measured.items()))
    if file:
        file.write_text(json.dumps(measured, indent=1) + "\n", encoding="utf-8")
