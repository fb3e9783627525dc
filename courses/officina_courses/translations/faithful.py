"""Whether a translation keeps what must stay as it is: code, formulas, links, headings, markup.

A stranger's package is looked at before anybody trusts it. So every expression here takes time in
proportion to the text, and texts beyond any lesson's are not compared at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from officina_courses.translations.parts import Parts
from officina_courses.translations.texts import MOST_CHARACTERS
from officina_courses.translations.told import is_told_by_test
from officina_courses.translations.words import GAP

# The parser looks for the end of each to the end of the text.
ENVIRONMENT: Final = "\\begin{"
MOST_ENVIRONMENTS: Final = 200
SHOWN: Final = 60


def unfaithful(key: str, source: str, translation: str) -> Iterator[str]:
    """What the translation of the text of that key lost or brought in, in words."""
    longest = max(len(source), len(translation))
    if longest > MOST_CHARACTERS:
        yield f"are {longest} characters; texts of {MOST_CHARACTERS} at most are compared"
        return
    if is_told_by_test(key):  # what tests tell is no Markdown
        yield from _difference("the place of a value", _gaps(source), _gaps(translation))
        return
    most = max(text.count(ENVIRONMENT) for text in (source, translation))
    if most > MOST_ENVIRONMENTS:
        yield f"are {most} environments of formulas; {MOST_ENVIRONMENTS} at most are compared"
        return
    before, after = Parts(source), Parts(translation)
    yield from dict.fromkeys(_differences(before, after))
    if before.lines != after.lines and Counter(before.lines) == Counter(after.lines):
        yield "the lines of code stand in another order"
    yield from _exchanged(before, after)


def _gaps(text: str) -> Iterator[str]:
    return (gap[0] for gap in GAP.finditer(text))


def _differences(before: Parts, after: Parts) -> Iterator[str]:
    for what, part in KEPT:
        yield from _difference(what, part(before), part(after))


def _difference(what: str, before: Iterable[str], after: Iterable[str]) -> Iterator[str]:
    was, now = Counter(before), Counter(after)
    for each in sorted((was - now).keys()):
        yield f"{what} {_short(each)} is missing"
    for each in sorted((now - was).keys()):
        yield f"{what} {_short(each)} is not in the source"


def _exchanged(before: Parts, after: Parts) -> Iterator[str]:
    """Links whose words, or references whose names, are the source's and lead elsewhere now."""
    for words in sorted(before.targets.keys() & after.targets.keys()):
        for target in sorted(after.targets[words] - before.targets[words]):
            yield f"the link {_short(words)} leads to {_short(target)}, other than in the source"
    for name in sorted(before.definitions.keys() & after.definitions.keys()):
        target = after.definitions[name]
        if target != before.definitions[name] and not target.startswith("#"):
            yield f"[{_short(name.lower())}] leads to {_short(target)}, other than in the source"


KEPT: Final[tuple[tuple[str, Callable[[Parts], Iterable[str]]], ...]] = (
    ("the code", lambda parts: parts.code),
    ("the line of code", lambda parts: parts.lines),
    ("the fence", lambda parts: parts.fences),
    ("the formula", lambda parts: parts.formulas),
    ("the formula", lambda parts: parts.jupyter_formulas),
    ("the link", lambda parts: parts.links),
    ("the HTML tag", lambda parts: parts.tags),
    ("the comment", lambda parts: parts.comments),
    ("a heading", lambda parts: parts.headings),
)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
