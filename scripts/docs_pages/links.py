"""Looks whether every relative link and image of the pages leads to something that is there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

LINK = re.compile(r"(?<!\\)\[[^\]]*\]\(([^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`\n]+`")
HEADING = re.compile(r"^#{1,6} +(.+?) *$", re.MULTILINE)
ELSEWHERE = ("http://", "https://", "mailto:")


def broken_links(root: Path) -> Iterator[str]:
    """One line for each link of README.md and docs/** that leads nowhere."""
    for page in [root / "README.md", *sorted((root / "docs").rglob("*.md"))]:
        text = CODE.sub("", FENCED.sub("", page.read_text(encoding="utf-8")))
        for target in LINK.findall(text):
            if not target.startswith(ELSEWHERE):
                yield from _objection(page, target, root)


def _objection(page: Path, target: str, root: Path) -> Iterator[str]:
    path, _, anchor = target.partition("#")
    place = page if not path else page.parent / path
    name = page.relative_to(root)
    if not place.exists():
        yield f"{name}: {target} is not there"
    elif anchor and place.suffix == ".md" and anchor not in anchors(place):
        yield f"{name}: {target} has no such heading"


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub and MkDocs make them."""
    text = FENCED.sub("", page.read_text(encoding="utf-8"))
    return {_anchor(heading) for heading in HEADING.findall(text)}


def _anchor(heading: str) -> str:
    plain = re.sub(r"[^\w\s-]", "", heading.replace("`", "").lower())
    return re.sub(r"\s", "-", plain.strip())
