"""Judges whether a browser could run, load or post anything from a piece of HTML."""

from __future__ import annotations

import re
from html.parser import HTMLParser


class Judge(HTMLParser):
    """Collects what a browser could run, load or post to."""

    def __init__(self) -> None:
        super().__init__()
        self.wrong: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        dangerous = {"script", "style", "iframe", "object", "embed", "form", "base", "meta"}
        if tag in dangerous | {"link", "svg", "math", "template", "noscript", "video", "audio"}:
            self.wrong.append(tag)
        for name, value in attrs:
            if name.startswith("on") or (name == "style" and "url" in (value or "")):
                self.wrong.append(name)
            if name == "href" and re.match(r"\s*(javascript|data|vbscript):", value or "", re.I):
                self.wrong.append(value or "")
            if name == "src" and not re.match(r"(data:image/|attachment:)", value or ""):
                self.wrong.append(value or "")


def wrong_in(html: str) -> list[str]:
    """What should not be there, nothing where all is well."""
    judge = Judge()
    judge.feed(html)
    judge.close()
    return judge.wrong + re.findall(r"\\href\b", html)
