"""One text cell's HTML put into the page's order: headings, links, pictures and tables.

What comes out is not safe yet; ``prose`` has nh3 clean it afterwards.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser
from typing import Final

from officina_hub.portal.lessons.outline import Heading, Outline, anchor_of
from officina_hub.portal.lessons.places import Places

HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
EMPTY: Final = frozenset({"br", "hr", "img", "col", "wbr", "input"})
ELSEWHERE: Final = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
SHOWN_DATA: Final = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
SCROLLS: Final = '<div class="table-wrap" tabindex="0">'

Attributes = Mapping[str, str]


class Rewriting(HTMLParser):
    """Feed it the HTML of one cell; ``text`` is the HTML to show."""

    def __init__(
        self,
        outline: Outline,
        places: Places,
        attached: Mapping[str, str],
        plain: Callable[[str], str],
    ) -> None:
        super().__init__(convert_charrefs=True)
        self._outline, self._places, self._attached, self._plain = outline, places, attached, plain
        self._written: list[str] = []
        self._heading: int | None = None  # where in ``_written`` the open heading begins
        self._level = 0
        self._said: list[str] = []

    @property
    def text(self) -> str:
        """All of it so far."""
        return "".join(self._written)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in HEADINGS:
            self._open_heading(int(tag[1]))
        elif tag == "img":
            self._written.append(self._picture(given))
        elif tag == "a":
            self._written.append(_start("a", self._link(given)))
        else:
            self._written += [SCROLLS] if tag == "table" else []
            self._written.append(_start(tag, given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in HEADINGS:
            self._close_heading()
        elif tag not in EMPTY:
            self._written.append(f"</{tag}>" + ("</div>" if tag == "table" else ""))

    def handle_data(self, data: str) -> None:
        self._written.append(escape(data, quote=False))
        if self._heading is not None:
            self._said.append(data)

    def close(self) -> None:
        """The end of the cell ends a heading, too."""
        super().close()
        self._close_heading()

    def _open_heading(self, written: int) -> None:
        self._close_heading()
        self._level = self._outline.level(written)
        self._heading, self._said = len(self._written), []

    def _close_heading(self) -> None:
        if self._heading is None:
            return
        text = " ".join(self._plain("".join(self._said)).split())
        anchor = self._outline.anchor(text)
        start = f'<h{self._level} id="{escape(anchor)}">'
        self._written.insert(self._heading, start)
        self._written.append(f"</h{self._level}>")
        if text:
            self._outline.headings.append(Heading(self._level, anchor, text))
        self._heading = None

    def _link(self, given: Attributes) -> Attributes:
        href = given.get("href", "").strip()
        if ELSEWHERE.match(href):
            return {"href": href}
        if href.startswith("#"):
            return {"href": f"#{anchor_of(href[1:])}"}
        found = self._places.lesson(href.partition("#")[0])
        return {"href": found} if found else {}

    def _picture(self, given: Attributes) -> str:
        source = given.get("src", "").strip()
        name = posixpath.splitext(posixpath.basename(source))[0]
        alt = self._plain(given["alt"]) if "alt" in given else name[:100]
        if ELSEWHERE.match(source):  # nothing is loaded from elsewhere; who wants can go there
            return _start("a", {"href": source}) + escape(alt or source) + "</a>"
        shown = self._address(source)
        if shown is None:
            return f"<em>{escape(alt)}</em>"
        sizes = {name: given[name] for name in ("width", "height") if given.get(name, "").isdigit()}
        return _start("img", {"src": shown, "alt": alt, "loading": "lazy", **sizes})

    def _address(self, source: str) -> str | None:
        if source.startswith("attachment:"):
            return self._attached.get(source.removeprefix("attachment:"))
        if SHOWN_DATA.fullmatch(source):
            return source
        return self._places.picture(source)


def _start(tag: str, attributes: Attributes) -> str:
    told = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<{tag}{told}>"
