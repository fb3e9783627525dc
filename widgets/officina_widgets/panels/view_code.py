"""The ES module and the style sheet of each panel, joined as the finders' are."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from officina_widgets.finding import view_code

STATIC: Final = Path(__file__).parent / "static"
SHARED: Final = (view_code.STATIC / "nodes.js", view_code.STATIC / "words.js", STATIC / "asking.js")


def module_code(name: str) -> str:
    """The module that anywidget loads for the panel of this name."""
    return view_code.joined(*SHARED, STATIC / f"{name}.js")


def style() -> str:
    """The style sheet of all of them."""
    return (STATIC / "panel.css").read_text(encoding="utf-8")
