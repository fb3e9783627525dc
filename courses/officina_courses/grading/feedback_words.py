"""The fixed words of a feedback page, such that whoever shows it can say them in another language.

The page is made once, when nobody knows who will read it, and it is nbgrader's file, too: so it is
whole and in English. Each fixed sentence stands in an element that also carries it as a ``Saying``,
in its attribute ``data-say``; the portal puts the reader's words in its place. No learner can write
that attribute, because the sanitiser keeps none of the kind.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache

from markupsafe import Markup
from pydantic import ValidationError

from officina_courses.grading.remarks import pieces
from officina_courses.saying import Saying

SAID = re.compile(r'<(span|title) lang="en" data-say="([^"<>]*)">[^<]*</\1>')
PIECE = Markup('<span lang="en" data-say="{saying}">{english}</span>')
TITLE = Markup('<title lang="en" data-say="{saying}">{english}</title>')
ENGLISH = Markup('<span lang="en">{}</span>')
LANGUAGE = '<html lang="en">'

Translate = Callable[[str], str]
Number = Callable[[int | float], str]


def points(value: float | None) -> str:
    """Points as people write them: 3, 2.5, 0.33."""
    return "-" if value is None else f"{value:.2f}".rstrip("0").rstrip(".")


@lru_cache(maxsize=2000)
def say(text: str, /, **values: int | float | str) -> Markup:
    """A fixed sentence as a piece of a line."""
    return PIECE.format(**_said(text, values))


def say_title(text: str, /, **values: int | float | str) -> Markup:
    """The page's title."""
    return TITLE.format(**_said(text, values))


def remark(text: str) -> Markup:
    """A remark of the grader's: its sentences as fixed ones, what is between them as it is."""
    return Markup("").join(
        ENGLISH.format(each) if isinstance(each, str) else PIECE.format(**_in_english(each))
        for each in pieces(text)
    )


def in_language(page: str, language: str, translate: Translate, number: Number) -> str:
    """The page with its fixed words in the reader's language."""

    def put(found: re.Match[str]) -> str:
        try:
            words = Saying.model_validate_json(html.unescape(found[2])).put(translate, number)
        except (ValidationError, KeyError, TypeError, ValueError):  # changed by somebody's hand
            return found[0]
        return f'<{found[1]} lang="{language}">{html.escape(words)}</{found[1]}>'

    return SAID.sub(put, page).replace(LANGUAGE, f'<html lang="{language}">', 1)


def _said(text: str, values: dict[str, int | float | str]) -> dict[str, str]:
    return _in_english(Saying(text=text, values=dict(values)))


def _in_english(saying: Saying) -> dict[str, str]:
    english = saying.put(lambda words: words, points)
    return {"saying": saying.model_dump_json(), "english": english}
