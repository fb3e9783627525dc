"""What an answer in JSON says of itself as a page of a larger one.

Every registry has words of its own for it, so what counts is what a key is about. Only what
stands around the records is looked at, never a record. Where that says too much, nothing is
withdrawn that might have been; where it said too little, records would vanish.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from officina_hub.catalogue.parts import Part
from officina_hub.catalogue.readers.node import Node, local

TOTAL: Final = re.compile(r"total|count|numfound|numberof|nummatch|numbermatch|nbhits|^hits$")
PAGES: Final = re.compile(r"^(?:total|num|nb|numberof|last)?pages?(?:total|count)?$|^pages?total")
FURTHER: Final = re.compile(
    r"next|hasmore|more|pagetoken|scroll|cursor|truncated|incomplete|exceeded|partial"
)
LAST: Final = re.compile(r"^(?:is)?last(?:page)?$|^(?:is)?complete$")
STARTS: Final = ("from", "offset", "start")
VIEWS: Final = ("view", "links", "_links")
# What counts within an answer the records of each value of a facet, and no records of the answer.
COUNTS_ELSE: Final = re.compile(r"facet|aggregation|context")
SAYS_NO: Final = frozenset({"", "0", "false", "no", "none", "null"})
SEPARATORS: Final = re.compile(r"[\s_.@:$-]")
MOST_DIGITS: Final = 15
DEEPEST: Final = 6


class _Said(NamedTuple):
    """One thing that is said around the records: where, by which key, and what."""

    where: str
    key: str
    value: object
    above: str


def part_of(document: object, held: int, text: str) -> Part | None:
    """The page that this document is; None where it says nothing of others."""
    if not isinstance(document, dict):
        return None
    top = Node(document)
    said = list(_said(document))
    totals = [(number, one.where) for one in said if (number := _total(one)) is not None]
    total, where = max(totals, default=(None, "/"), key=lambda each: each[0] or 0)
    following = tuple(dict.fromkeys(to for one in said if (to := _address(one))))
    more = next((one.where for one in said if _goes_on(one) and not _address(one)), None)
    address = next((each.iri for each in top.nodes(*VIEWS) if each.iri), None)
    if total is None and not following and not address and not more:
        return None
    start = next((n for term in STARTS if (n := whole(top.name(term))) is not None), None)
    name = address or top.iri or mark_of(text)
    return Part(where, name, held, total, start, following, more)


def _said(value: object, where: str = "", above: str = "", depth: int = 0) -> Iterator[_Said]:
    """What stands around the records; lists are of records, unless they are of links."""
    if not isinstance(value, dict) or depth > DEEPEST:
        return
    for written, inner in value.items():
        key = SEPARATORS.sub("", local(written)).lower()
        at = f"{where}/{written[:60]}"
        yield _Said(at, key, inner, above)
        if isinstance(inner, dict) and not COUNTS_ELSE.search(key) and key != "next":
            yield from _said(inner, at, key, depth + 1)
        elif isinstance(inner, list) and "link" in key:
            yield from (_Said(at, "next", each, key) for each in inner if _is_next(each))


def _is_next(link: object) -> bool:
    return isinstance(link, dict) and str(link.get("rel", link.get("relation"))).lower() == "next"


def _total(said: _Said) -> int | None:
    is_inside = said.key == "value" and TOTAL.search(said.above)
    if not is_inside and (not TOTAL.search(said.key) or PAGES.search(said.key)):
        return None
    return _number(said.value)


def _number(value: object) -> int | None:
    """A count, however it is written."""
    if isinstance(value, float) and math.isfinite(value) and 0 <= value < 10**MOST_DIGITS:
        return math.ceil(value)
    written = value.strip() if isinstance(value, str) else str(value)
    found = re.fullmatch(r"([0-9]{1,15})(?:\.0{0,6})?", written)
    return int(found.group(1)) if found else None


def _goes_on(said: _Said) -> bool:
    if PAGES.search(said.key):
        return (_number(said.value) or 0) > 1
    if LAST.search(said.key):
        return said.value is False or str(said.value).strip().lower() == "false"
    return bool(FURTHER.search(said.key)) and _is_true(said.value)


def _is_true(value: object) -> bool:
    if isinstance(value, str):
        return value.strip().lower() not in SAYS_NO
    return bool(value)


def _address(said: _Said) -> str | None:
    """Where the next page stands, if it is told as an address or a path."""
    if not _goes_on(said) or "next" not in said.key:
        return None
    value = said.value
    if isinstance(value, dict):
        value = value.get("href") or value.get("url") or Node(value).link("@id")
    is_there = isinstance(value, str) and re.match(r"[a-z][a-z0-9+.-]*:|[/?.]", value.strip())
    return str(value).strip() if is_there else None


def whole(said: str | None) -> int | None:
    """A number that counts something; YAML and RDF write it as text."""
    is_number = bool(said) and str(said).isascii() and str(said).isdecimal()
    return int(str(said)) if is_number and len(str(said)) <= MOST_DIGITS else None


def mark_of(text: str) -> str:
    """By what a page without an address is known again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
