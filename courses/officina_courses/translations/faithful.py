"""Whether a translation keeps what must stay as it is: code, formulas, links, headings, markup."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Final

from officina_courses.markdown_code import FENCE, lines_of

INLINE_CODE: Final = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
FORMULA: Final = re.compile(r"(?<![\\$])(\$\$?)(?=\S)([^$]+?)(?<=\S)\1(?![\d$])")
LINK: Final = re.compile(r"\]\(\s*<?([^)\s>]+)>?[^)]*\)")
TAG: Final = re.compile(r"<(/?[a-zA-Z][a-zA-Z0-9]*)\b[^<>]*>")
ATTRIBUTE: Final = re.compile(r"\b(?:href|src)\s*=\s*[\"']([^\"']+)", re.IGNORECASE)
HEADING: Final = re.compile(r" {0,3}(#{1,6})\s")
SHOWN: Final = 60


def unfaithful(source: str, translation: str) -> Iterator[str]:
    """What the translation lost or brought in, in words."""
    for what, found in KEPT:
        before, after = Counter(found(source)), Counter(found(translation))
        for each in sorted((before - after).keys()):
            yield f"{what} {_short(each)} is missing"
        for each in sorted((after - before).keys()):
            yield f"{what} {_short(each)} is not in the source"


def _fenced(text: str) -> Iterator[str]:
    """Each line of code blocks: they stand there to be copied."""
    return (line.text.rstrip() for line in lines_of(text) if line.is_fenced and line.text.strip())


def _fences(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split("\n") if FENCE.match(line))


def _prose(text: str) -> str:
    return "\n".join(line.text for line in lines_of(text) if not line.is_fenced)


def _bare(text: str) -> str:
    return INLINE_CODE.sub(" ", _prose(text))


def _code(text: str) -> Iterator[str]:
    # Sentences are built otherwise in other languages, so how often a name stands there may differ.
    return iter({" ".join(code.split()) for _, code in INLINE_CODE.findall(_prose(text))})


def _formulas(text: str) -> Iterator[str]:
    return ("".join(formula.split()) for _, formula in FORMULA.findall(_bare(text)))


def _links(text: str) -> Iterator[str]:
    bare = _bare(text)
    targets = (*LINK.findall(bare), *ATTRIBUTE.findall(bare))
    # A link to a heading of the same notebook follows the heading's words.
    return (target for target in targets if not target.startswith("#"))


def _tags(text: str) -> Iterator[str]:
    return (name.lower() for name in TAG.findall(_bare(text)))


def _headings(text: str) -> Iterator[str]:
    found = (HEADING.match(line) for line in _prose(text).split("\n"))
    return (f"of level {len(each.group(1))}" for each in found if each)


KEPT: Final[tuple[tuple[str, Callable[[str], Iterator[str]]], ...]] = (
    ("the code", _code),
    ("the line of code", _fenced),
    ("the fence", _fences),
    ("the formula", _formulas),
    ("the link", _links),
    ("the HTML tag", _tags),
    ("a heading", _headings),
)


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
