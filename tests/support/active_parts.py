"""What of a page a browser would run or load: of our own pages, nothing."""

from __future__ import annotations

from html.parser import HTMLParser

ACTIVE_TAGS = {"script", "iframe", "object", "embed", "svg", "form", "link", "base"}
LINKS = {"href", "src", "action", "data", "formaction"}


def active_parts(page: str) -> list[str]:
    """The tags and attributes that run something, as a browser's parser finds them."""
    parser = _Parser()
    parser.feed(page)
    return parser.found


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ACTIVE_TAGS:
            self.found.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name in LINKS and "script:" in (value or "").lower()):
                self.found.append(f"{tag} {name}={value}")
