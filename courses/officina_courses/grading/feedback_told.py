"""The course's own texts on a feedback page, such that they can be told in another language.

The page is made in the course's language. A text cell stands between two comments, of which the
first has its hash; headings and hints are the words of an element; what an assertion said stands a
second time, unseen, below the error. Whoever shows the page puts the translations of those texts
there that are the course's still. No learner can write these marks: the sanitiser keeps none.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from typing import Final

from markupsafe import Markup

from officina_courses.translations.texts import source_hash
from officina_courses.translations.words import Words

ASSERTION: Final = "AssertionError"
MOST_OF_A_MESSAGE: Final = 2000  # characters
CELL: Final = re.compile(r"<!--text ([0-9a-f]{64})-->(.*?)<!--/text-->", re.DOTALL)
TOLD: Final = re.compile(r'<span data-told="(heading|hint)"[^<>]*>([^<]*)</span>')
MESSAGE: Final = re.compile(r'<p class="in-words" data-told="message" hidden>([^<]*)</p>')


def told_text(source: str, shown: Markup) -> Markup:
    """A text cell between its marks."""
    return Markup("<!--text {}-->{}<!--/text-->").format(source_hash(source), shown)


def heading(text: str, language: str | None) -> Markup:
    """The heading of a task."""
    return _told("heading", text, language)


def hint(text: str, language: str | None) -> Markup:
    """A hint."""
    return _told("hint", text, language)


def error_message(name: str, said: str) -> Markup:
    """What an assertion said, unseen; nothing of other errors, whose words are not the course's."""
    if name != ASSERTION or not said or len(said) > MOST_OF_A_MESSAGE:
        return Markup("")
    return Markup('<p class="in-words" data-told="message" hidden>{}</p>').format(said)


def told_in(page: str, words: Words) -> str:
    """The page with the texts that there are words for in their language."""
    if not words.language:
        return page
    find: dict[str, Callable[[str], str]] = {"heading": words.heading, "hint": words.hint}

    def cell(found: re.Match[str]) -> str:
        known = words.cells.get(found[1])
        return found[0] if known is None else f'<div lang="{words.language}">{known}</div>'

    def told(found: re.Match[str]) -> str:
        text = html.unescape(found[2])
        known = find[found[1]](text)
        if known == text:
            return found[0]
        return f'<span lang="{words.language}">{html.escape(known)}</span>'

    def message(found: re.Match[str]) -> str:
        known = words.message(html.unescape(found[1]))
        if not known:
            return found[0]
        return f'<p class="in-words" lang="{words.language}">{html.escape(known)}</p>'

    return MESSAGE.sub(message, TOLD.sub(told, CELL.sub(cell, page)))


def _told(kind: str, text: str, language: str | None) -> Markup:
    marks = Markup(' lang="{}"').format(language) if language else Markup("")
    return Markup('<span data-told="{}"{}>{}</span>').format(kind, marks, text)
