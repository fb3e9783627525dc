"""Atom feeds hold whatever records say."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree as Xml

import pytest

from officina_hub.portal.atom import ATOM, Feed, feed_of


@pytest.mark.parametrize("title", ["\x00\x0b", "\ufffe", "]]>", "<!DOCTYPE x>", "&amp;", "☃ 🌧", ""])
def test_no_title_breaks_the_document(title: str) -> None:
    moment = datetime(2026, 3, 2, tzinfo=UTC)
    feed = Feed("urn:x", title, title, "en", moment, "https://e.org/a?b=1&c=<2>", "", "")
    root = Xml.fromstring(feed_of(feed, ()))

    said = "".join("\ufffd" if one in "\x00\x0b\ufffe" else one for one in title)
    assert (root.findtext(f"{{{ATOM}}}title") or "") == said
    assert root.findtext(f"{{{ATOM}}}updated") == "2026-03-02T00:00:00+00:00"
