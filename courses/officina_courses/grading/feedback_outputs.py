"""What a cell showed, as safe HTML: plots kept, long texts folded so that the page can be read."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup
from nbconvert.filters.ansi import ansi2html, strip_ansi

from officina_courses.grading.cleaning import OutputCleaner
from officina_courses.grading.feedback_words import say

MOST_COLOURED = 200_000  # characters; colours of more cost seconds
LONG_LINES, LONG_CHARACTERS = 25, 4000
KINDS = ("stream", "error", "display_data", "execute_result")


def shown(output: dict[str, Any], clean: OutputCleaner) -> Markup:
    """One output; empty where it is of no kind that is shown."""
    kind = output.get("output_type")
    if kind not in KINDS:
        return Markup("")
    if kind == "stream":
        return _folded(_text(output["text"]), output["name"])
    if kind == "error":
        said = f"{output['ename']}: {output['evalue']}"
        return _folded("\n".join(output["traceback"]) or said, "error")
    data = clean({**output, "data": {mime: _text(form) for mime, form in output["data"].items()}})
    return _rich(data["data"])


def _text(found: str | list[str]) -> str:
    """A notebook's text, which formgrader may have written line by line."""
    return found if isinstance(found, str) else "".join(found)


def _rich(data: dict[str, str]) -> Markup:
    for mime in ("image/png", "image/jpeg"):
        if mime in data:
            alt = data.get("text/plain", "") or "Picture shown by the cell"
            source = f"data:{mime};base64,{''.join(data[mime].split())}"
            return Markup('<img class="shown" src="{}" alt="{}">').format(source, alt)
    if "text/html" in data:
        return Markup('<div class="shown">{}</div>').format(Markup(data["text/html"]))  # noqa: S704 - cleaned
    return _folded(data.get("text/plain") or data.get("text/latex", ""), "result")


def _folded(text: str, kind: str) -> Markup:
    """A long text behind its number of lines; of an error the last line stays in sight."""
    lines = text.rstrip("\n").split("\n")
    if len(lines) <= LONG_LINES and len(text) <= LONG_CHARACTERS:
        return _pre(text, kind)
    told = say("Show all %(lines)s lines of the output", lines=len(lines))
    folded = Markup("<details><summary>{}</summary>{}</details>").format(told, _pre(text, kind))
    last = lines[-1][:LONG_CHARACTERS]
    return folded + _pre(last, kind) if kind == "error" else folded


def _pre(text: str, kind: str) -> Markup:
    coloured = ansi2html(text) if len(text) < MOST_COLOURED else Markup.escape(strip_ansi(text))
    return Markup('<pre class="{}">{}</pre>').format(kind, Markup(coloured))  # noqa: S704 - escaped by both
