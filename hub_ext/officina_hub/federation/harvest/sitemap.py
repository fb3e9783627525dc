"""Training pages that a sitemap lists (sitemaps.org 0.9): XML, an index of them, text, gzip.

A page whose day of change is the one that was kept is not asked for at all.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Final
from urllib.parse import urljoin, urlsplit, urlunsplit
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

from officina_hub.catalogue.arriving import Cancelled, Refusal
from officina_hub.catalogue.parts import Part
from officina_hub.catalogue.readers.limits import Limits
from officina_hub.catalogue.readers.outcome import Unreadable
from officina_hub.catalogue.readers.web_page import NOTHING
from officina_hub.catalogue.readers.xml_text import refuse_entities
from officina_hub.federation.fetching import FetchError, StatusRefused, TooLarge
from officina_hub.federation.harvest.visit import Arrival, Visit

MOST_PAGES: Final = 100_000
# An index of sitemaps may not name indexes again; some do all the same.
DEEPEST: Final = 2
GZIP: Final = b"\x1f\x8b"
GONE: Final = frozenset({404, 410})
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
# Some lists name pages of a few hosts; whoever names many would have this hub knock everywhere.
MOST_HOSTS: Final = 10
ELSEWHERE: Final = (
    "the sitemap lists pages of more than {most} hosts, of which this is one more; have that "
    "host's own sitemap named as a peer"
)
NO_ADDRESS: Final = "it is no address of a page; have the sitemap mended"
NOT_WANTED: Final = "robots.txt of its host asks that it be left out; ask the host"
TOO_MANY: Final = "it lists more than {most:,} pages, which is all that is read; split it"
XML: Final = "application/xml, text/xml, text/plain;q=0.9, */*;q=0.1"
HTML: Final = "text/html, application/ld+json;q=0.9, */*;q=0.1"


def sitemap(visit: Visit) -> Iterator[Arrival]:
    """The records of all pages that are listed."""
    listed: dict[str, str | None] = {}
    yield from _list(visit, visit.peer.address, listed, depth=0)
    robots: dict[str, RobotFileParser] = {}
    for address, mark in listed.items():
        if reason := _reason_against(visit, address, robots):
            yield Refusal(address, reason, address)
        else:
            yield from _page(visit, address, mark)


def _reason_against(visit: Visit, address: str, robots: dict[str, RobotFileParser]) -> str | None:
    """Why a page is not asked for; each host's wishes are asked for once."""
    try:
        parts = urlsplit(address)
        front = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
    except ValueError:
        return NO_ADDRESS
    if front not in robots:
        if len(robots) >= MOST_HOSTS:
            return ELSEWHERE.format(most=MOST_HOSTS)
        robots[front] = _robots(visit, front)
    return None if robots[front].can_fetch("officina", address) else NOT_WANTED


def _page(visit: Visit, address: str, mark: str | None) -> Iterator[Arrival]:
    try:
        for each in visit.read(address, accept=HTML, mark=_settled(visit, mark), is_page=True):
            if isinstance(each, Refusal) and each.reason == NOTHING:
                visit.without_records.append(address)
            elif not isinstance(each, Part):
                yield each
    except FetchError as error:
        if visit.fetcher.is_spent:
            raise
        if isinstance(error, StatusRefused) and error.status in GONE:
            before = visit.kept.page(address)
            yield from (Cancelled(address, iri) for iri in (before.iris if before else ()))
            yield Refusal(address, str(error), address)
        else:
            yield visit.failed(address, error)


def _settled(visit: Visit, mark: str | None) -> str | None:
    """A day says only of the past that nothing changed since."""
    is_past = mark and DAY.match(mark) and mark[:10] < visit.at.date().isoformat()
    return mark if is_past else None


def _robots(visit: Visit, address: str) -> RobotFileParser:
    """What the host wants left out; nothing where it does not say."""
    robots = RobotFileParser()
    try:
        with visit.fetcher.open(address) as answer:
            text = b"".join(answer.chunks()).decode("utf-8", "replace")
        robots.parse(text.splitlines())
    except FetchError:
        robots.parse([])
    return robots


def _list(
    visit: Visit, address: str, listed: dict[str, str | None], *, depth: int
) -> Iterator[Arrival]:
    """What a sitemap lists, into ``listed``; raises ``FetchError``."""
    with_body = visit.scratch / "sitemap"
    with with_body.open("wb") as file:
        fetched = visit.fetcher.fetch(address, file, accept=XML)
    visit.fetched += 1
    visit.bytes += fetched.bytes
    try:
        body = _unpacked(with_body, visit)
        further, pages = _read(body)
    except Unreadable as error:
        yield Refusal(f"{address}, {error.refused.where}", error.refused.reason)
        return
    for page, mark in pages.items():
        if len(listed) >= MOST_PAGES:
            yield Refusal(address, TOO_MANY.format(most=MOST_PAGES))
            return
        listed.setdefault(urljoin(address, page), mark)
    for each in further:
        if depth < DEEPEST:
            yield from _list(visit, urljoin(address, each), listed, depth=depth + 1)


def _unpacked(path: Path, visit: Visit) -> bytes:
    raw = path.read_bytes()
    if not raw.startswith(GZIP):
        return raw
    most = visit.fetcher.limits.answer_bytes
    try:
        unpacked = zlib.decompressobj(31).decompress(raw, most + 1)
    except zlib.error as error:
        raise Unreadable("the file", f"its packing (gzip) is damaged: {error}") from error
    if len(unpacked) > most:
        raise TooLarge(
            f"The sitemap {visit.peer.address} is larger than {most:,} bytes, unpacked.",
            "It could fill the memory here.",
            "Have the peer split it.",
        )
    return unpacked


def _read(body: bytes) -> tuple[list[str], dict[str, str | None]]:
    """Further sitemaps, and pages with their day of change."""
    text = body.decode("utf-8-sig", "replace")
    if not text.lstrip().startswith("<"):
        lines = (line.strip() for line in text.splitlines())
        return [], {line: None for line in lines if line.startswith(("http://", "https://"))}
    refuse_entities(text, Limits())
    further: list[str] = []
    pages: dict[str, str | None] = {}
    # Entities and depth were looked at, so what is left of it is only long.
    for _, element in ET.iterparse(BytesIO(text.encode())):  # noqa: S314
        name = element.tag.rpartition("}")[2]
        if name not in {"url", "sitemap"}:
            continue
        said = {each.tag.rpartition("}")[2]: (each.text or "").strip() for each in element}
        if location := said.get("loc"):
            if name == "sitemap":
                further.append(location)
            else:
                pages.setdefault(location, said.get("lastmod") or None)
        element.clear()
    return further, pages
