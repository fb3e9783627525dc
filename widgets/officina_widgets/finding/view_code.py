"""The view's one ES module and one style sheet, as anywidget and an exported page want them.

It is written as small modules that import each other. A widget's module reaches the browser as text
without an address, from which nothing can be imported; so they are laid one after the other, less
the lines that import and the word ``export``.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

STATIC: Final = Path(__file__).parent / "static"
MODULES: Final = ("nodes", "words", "way", "again", "card", "cards", "facets", "finder", "render")
IMPORT: Final = re.compile(r"^import .*\n", re.MULTILINE)
EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|class|const) )", re.MULTILINE)
LAST_LINE: Final = "export default { render };\n"


def module_code() -> str:
    """The module that anywidget loads."""
    return _joined(*MODULES)


def page_code() -> str:
    """The same for an exported page, where a script stands in for the kernel."""
    return module_code().removesuffix(LAST_LINE) + _joined("searching", "page")


def style() -> str:
    """The style sheet."""
    return (STATIC / "finder.css").read_text(encoding="utf-8")


def joined(*files: Path) -> str:
    """One module made of several."""
    parts = [file.read_text(encoding="utf-8") for file in files]
    return EXPORT.sub("", IMPORT.sub("", "\n".join(parts)))


def _joined(*names: str) -> str:
    return joined(*(STATIC / f"{name}.js" for name in names))
