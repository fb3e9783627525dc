"""Checks of links in Markdown cells: where they lead, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Final, NamedTuple
from urllib.parse import unquote

from officina_courses.checks.codes import found
from officina_courses.checks.reading import HEADING, prose_lines
from officina_courses.checks.subject import Subject
from officina_courses.model import Finding
from officina_courses.notebooks import Notebook

# Neither address nor title reaches into the next link, so that no text is gone through twice.
LINK: Final = re.compile(
    r"(!?)\[([^\]\[]*+)\]\(\s*+<?((?:[^)\s>\]]|\](?!\())++)>?"
    r"(?:\s++[\"'](?:[^)\]]|\](?!\())*+)?\s*+\)"
)
EMPTY_WORDS: Final = {"", "here", "link", "this", "click here", "this link", "more", "read more"}
ADDRESS: Final = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
LOOPBACK: Final = re.compile(r"http://(localhost|127\.0\.0\.1|\[::1\])[:/]?")


class Link(NamedTuple):
    """One link or picture, and where it stands."""

    is_image: bool
    text: str
    target: str
    cell: str
    line: int


def links(notebook: Notebook) -> Iterator[Link]:
    """The links and pictures of the notebook's text."""
    for cell in notebook.cells:
        if cell.kind == "markdown":
            for number, line in prose_lines(cell.source):
                for mark, text, target in LINK.findall(line):
                    yield Link(bool(mark), text.strip(), target, cell.name, number)


def check_links(subject: Subject) -> Iterator[Finding]:
    """Links that lead nowhere, are not encrypted, or say nothing."""
    files = {file.path for file in subject.files}
    files |= {str(folder) for path in files for folder in PurePosixPath(path).parents}
    for path, notebook in subject.notebooks():
        anchors = set(_anchors(notebook))
        for link in links(notebook):
            place = {"path": path, "cell": link.cell, "line": link.line}
            if not link.is_image and link.text.lower().strip(" .") in EMPTY_WORDS:
                what = f'A link to {link.target} has the text "{link.text}".'
                yield found("OFF176", what, **place)  # type: ignore[arg-type]
            if ADDRESS.match(link.target):
                if link.target.startswith("http://") and not LOOPBACK.match(link.target):
                    what = f"The link {link.target} is not encrypted."
                    yield found("OFF177", what, **place)  # type: ignore[arg-type]
            elif not _leads_somewhere(link.target, path, files, anchors):
                what = f"The link {link.target} leads nowhere."
                yield found("OFF175", what, **place)  # type: ignore[arg-type]


def _leads_somewhere(target: str, path: str, files: set[str], anchors: set[str]) -> bool:
    file, _, anchor = unquote(target).partition("#")
    if not file:
        return anchor in anchors
    parts: list[str] = []
    for part in (PurePosixPath(path).parent / file).parts:
        if part == "..":
            if not parts:
                return False
            parts.pop()
        elif part != ".":
            parts.append(part)
    return "/".join(parts) in files


def _anchors(notebook: Notebook) -> Iterator[str]:
    """What JupyterLab and other readers call the headings."""
    for cell in notebook.cells:
        if cell.kind == "markdown":
            for _, line in prose_lines(cell.source):
                if heading := HEADING.match(line):
                    text = heading.group(2).strip().rstrip("#").strip()
                    yield text.replace(" ", "-")
                    yield re.sub(r"[^\w -]", "", text.lower()).replace(" ", "-")
            yield from re.findall(r"\b(?:id|name)=[\"']([^\"']+)[\"']", cell.source)
