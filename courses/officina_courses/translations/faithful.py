"""Whether a translation keeps what must stay as it is: code, formulas, links, headings, markup.

A stranger's package is looked at before anybody trusts it. So every expression here takes time in
proportion to the text, and texts beyond any lesson's are not compared at all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from officina_courses.markdown_code import FENCE, indented_code, inline_code, lines_of
from officina_courses.translations.formulas import formulas_of
from officina_courses.translations.texts import MOST_CHARACTERS
from officina_courses.translations.told import is_told_by_test
from officina_courses.translations.words import GAP

LINK: Final = re.compile(r"\]\(\s*+(?:<([^<>\n]*+)>|<?([^)\s>]++))")
REFERENCE: Final = re.compile(r"\]\[([^\[\]\n]++)\]")
DEFINITION: Final = re.compile(r"\]:\s*+<?([^\s>]++)")
# What becomes a link by itself, in JupyterLab too.
ADDRESS: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,31}:/|\bwww\.|\bmailto:)[^\s<>()\[\]\"'`*|]++|"
    r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w-]++",
    re.IGNORECASE,
)
ENDS_A_SENTENCE: Final = ".,;:!?"
# Up to the next angle, whatever is in quotation marks: cut short, it differs from the source's.
TAG: Final = re.compile(r"<([/!?a-zA-Z][^<>]*+)(>?)")
ATTRIBUTE: Final = re.compile(r"([^\s=]++)(?:\s*+=\s*+(\"[^\"]*+\"|'[^']*+'|[^\s\"']++))?")
TRANSLATED_ATTRIBUTES: Final = frozenset({"alt", "title", "aria-label"})
HEADING: Final = re.compile(r" {0,3}(#{1,6})\s")
SHOWN: Final = 60


def unfaithful(key: str, source: str, translation: str) -> Iterator[str]:
    """What the translation of the text of that key lost or brought in, in words."""
    kept = KEPT_IN_PLAIN if is_told_by_test(key) else KEPT
    longest = max(len(source), len(translation))
    if longest > MOST_CHARACTERS:
        yield f"are {longest} characters; texts of {MOST_CHARACTERS} at most are compared"
        return
    for what, found in kept:
        before, after = Counter(found(source)), Counter(found(translation))
        for each in sorted((before - after).keys()):
            yield f"{what} {_short(each)} is missing"
        for each in sorted((after - before).keys()):
            yield f"{what} {_short(each)} is not in the source"
    if kept is KEPT and _in_another_order([*_fenced(source)], [*_fenced(translation)]):
        yield "the lines of code stand in another order"


def _in_another_order(before: list[str], after: list[str]) -> bool:
    return before != after and Counter(before) == Counter(after)


def _fenced(text: str) -> Iterator[str]:
    """Each line of code blocks: they stand there to be copied."""
    indented = indented_code(text)
    return (
        line.text.rstrip()
        for line in lines_of(text)
        if (line.is_fenced or line.number in indented) and line.text.strip()
    )


def _fences(text: str) -> Iterator[str]:
    return (line.strip() for line in text.split("\n") if FENCE.match(line))


def _prose(text: str) -> str:
    return "\n".join(line.text for line in lines_of(text) if not line.is_fenced)


def _bare(text: str) -> str:
    return " ".join(inline_code(_prose(text)).around)


def _code(text: str) -> Iterator[str]:
    # Sentences are built otherwise in other languages, so how often a name stands there may differ.
    return iter({" ".join(code.split()) for code in inline_code(_prose(text)).found})


def _formulas(text: str) -> Iterable[str]:
    return formulas_of(_bare(text)).found


def _links(text: str) -> Iterator[str]:
    bare = _bare(text)
    targets = [angled or plain for angled, plain in LINK.findall(bare)]
    targets += [*REFERENCE.findall(bare), *DEFINITION.findall(bare)]
    targets += [address.rstrip(ENDS_A_SENTENCE) for address in ADDRESS.findall(bare)]
    targets += [run for run, _ in TAG.findall(formulas_of(bare).rest) if _is_autolink(run)]
    # A link to a heading of the same notebook follows the heading's words.
    return (target for target in targets if not target.startswith("#"))


def _tags(text: str) -> Iterator[str]:
    for run, closed in TAG.findall(formulas_of(_bare(text)).rest):
        if not _is_autolink(run):
            yield _tag(run) if closed and run[0] not in "!?" else run.split(None, 1)[0].lower()


def _is_autolink(run: str) -> bool:
    name = run.split(None, 1)[0]
    return ":" in name or "@" in name


def _tag(run: str) -> str:
    """The tag with its attributes in order; of those in words only that they are there."""
    name, *rest = run.split(None, 1)
    attributes = [_attribute(*each) for each in ATTRIBUTE.findall(rest[0] if rest else "")]
    return " ".join([name.lower().rstrip("/") or "/", *sorted(filter(None, attributes))])


def _attribute(name: str, value: str) -> str:
    name, value = name.lower(), value.strip("\"'")
    if name == "/":
        return ""
    is_in_words = name in TRANSLATED_ATTRIBUTES or (name == "href" and value.startswith("#"))
    return f"{name}=" if is_in_words else f"{name}={value}" if value else name


def _headings(text: str) -> Iterator[str]:
    found = (HEADING.match(line) for line in _prose(text).split("\n"))
    return (f"of level {len(each.group(1))}" for each in found if each)


def _gaps(text: str) -> Iterator[str]:
    return (gap[0] for gap in GAP.finditer(text))


# Of what tests tell: it is no Markdown.
KEPT_IN_PLAIN: Final[tuple[tuple[str, Callable[[str], Iterable[str]]], ...]] = (
    ("the place of a value", _gaps),
)
KEPT: Final = (
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
