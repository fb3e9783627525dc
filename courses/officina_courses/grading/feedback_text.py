"""Text cells as the feedback page has them: clean HTML, with headings below the page's own."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup

from officina_courses.grading.cleaning import clean_html, markdown_html

HEADING: Final = re.compile(r"(</?h)([1-6])(?=[ >])")
MOST_REMEMBERED: Final = 4000  # characters
REMEMBERED: Final = 500  # cells


def text_html(source: str, attachments: dict[str, Any]) -> Markup:
    """The cell as clean HTML."""
    if attachments or len(source) > MOST_REMEMBERED:
        return _rendered(source, attachments)
    return _usual(source)


def _rendered(source: str, attachments: dict[str, Any]) -> Markup:
    cleaned = clean_html(markdown_html(source, attachments))
    # The page's own headings above the cells are of level 1 and 2.
    lower = HEADING.sub(lambda tag: f"{tag[1]}{min(6, int(tag[2]) + 2)}", cleaned)
    return Markup(lower)  # noqa: S704 - cleaned


# Most cells are the exercise's own and stand in everybody's notebook.
@lru_cache(maxsize=REMEMBERED)
def _usual(source: str) -> Markup:
    return _rendered(source, {})
