"""A list of records as an Atom feed (RFC 4287)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final, NamedTuple
from xml.etree import ElementTree as Xml

from officina_widgets.catalogue.asking import Hit

ATOM: Final = "http://www.w3.org/2005/Atom"
MEDIA_TYPE: Final = "application/atom+xml"
MOST_ENTRIES: Final = 50
LONGEST_SUMMARY: Final = 1_000
# What XML 1.0 has no place for, whatever it is written as (its production 2, Char).
NOT_IN_XML: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Feed(NamedTuple):
    """What a feed tells of itself; ``pages`` is where records have their pages."""

    id: str
    title: str
    author: str
    language: str
    updated: datetime
    here: str
    list_page: str
    pages: str


def feed_of(feed: Feed, hits: Iterable[Hit]) -> bytes:
    """The document; each record is an entry, with its page as the link."""
    Xml.register_namespace("", ATOM)
    root = Xml.Element(_name("feed"), {"{http://www.w3.org/XML/1998/namespace}lang": feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _moment(feed.updated))
    _text(Xml.SubElement(root, _name("author")), "name", feed.author)
    _link(root, "self", feed.here, MEDIA_TYPE)
    _link(root, "alternate", feed.list_page, "text/html")
    for hit in list(hits)[:MOST_ENTRIES]:
        _entry(root, feed, hit)
    document: bytes = Xml.tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _entry(root: Xml.Element, feed: Feed, hit: Hit) -> None:
    filed = hit.filed
    entry = Xml.SubElement(root, _name("entry"))
    _text(entry, "id", f"urn:officina:catalogue:{filed.id}")
    _text(entry, "title", hit.title.text)
    _text(entry, "updated", _moment(filed.updated_at))
    _text(entry, "published", _moment(filed.added_at))
    _link(entry, "alternate", feed.pages + filed.id, "text/html")
    if filed.record.publisher:
        author = Xml.SubElement(entry, _name("author"))
        _text(author, "name", filed.record.publisher.name)
    Xml.SubElement(entry, _name("category"), {"term": filed.record.kind})
    if hit.snippet.text:
        _text(entry, "summary", hit.snippet.text[:LONGEST_SUMMARY])


def _text(parent: Xml.Element, name: str, text: str) -> None:
    Xml.SubElement(parent, _name(name)).text = _fit(text)


def _link(parent: Xml.Element, relation: str, address: str, media_type: str) -> None:
    told = {"rel": relation, "href": _fit(address), "type": media_type}
    Xml.SubElement(parent, _name("link"), told)


def _name(name: str) -> str:
    return f"{{{ATOM}}}{name}"


def _moment(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _fit(text: str) -> str:
    return NOT_IN_XML.sub("\N{REPLACEMENT CHARACTER}", text)
