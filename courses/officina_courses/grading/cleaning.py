"""Makes what learners' code shows harmless before a trainer's or a learner's browser sees it.

nbgrader's formgrader renders autograded notebooks in the trainer's own origin, unsanitised; so the
notebook itself must already be clean. Two doors: ``OutputCleaner`` for what a cell showed,
``clean_markdown`` for what a learner wrote.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import nh3
from nbconvert.filters.markdown_mistune import (
    InvalidNotebook,
    IPythonRenderer,
    MarkdownWithMath,
)

TAGS = frozenset(
    [
        "a",
        "abbr",
        "b",
        "blockquote",
        "br",
        "caption",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "ol",
        "p",
        "pre",
        "q",
        "s",
        "samp",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
    ]
)
ATTRIBUTES = {
    "*": {"class", "title", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height"},
    "td": {"colspan", "rowspan", "align"},
    "th": {"colspan", "rowspan", "align", "scope"},
    "ol": {"start"},
    "details": {"open"},
}
LINKS = re.compile(r"(https?://|mailto:|#)", re.IGNORECASE)
IMAGES = re.compile(
    r"(data:image/(png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*|attachment:)"
)
BASE64 = re.compile(r"[A-Za-z0-9+/\s]+={0,2}\s*")
ACTIVE_TEX = re.compile(r"\\(?=(?:href|require|url|unicode|class|cssId|style)\b)")
EMPTY_HEADER = re.compile(r"<th>\s*</th>")
START_OR_END_TAG = re.compile(r'</?([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z-]+(?:="[^"<>]*")?)*)\s*/?>')
ATTRIBUTE = re.compile(r'([A-Za-z-]+)(?:="([^"]*)")?')
SHOWN_AS_TEXT = "*This text contains active or foreign HTML and is shown as it was written:*"
LEFT_OUT = "[A display that only a browser could run is left out.]"
# Tags that cannot nest in themselves. All others cost the sanitiser time squared: 3,000 take 0.4 s.
FLAT_TAGS = frozenset({"br", "col", "dd", "dt", "hr", "img", "li", "p", "td", "th", "tr", "wbr"})
TAG_NAME = re.compile(r"<([A-Za-z][A-Za-z0-9]*)")
MOST_TAGS = 3000
MOST_TAGS_OF_A_NOTEBOOK = 20_000
# Unclosed, these cost nbconvert's Markdown time squared; 100 kB of them take minutes.
SLOW_TEX = re.compile(r"\\begin\{|\\\\[\[(]")
MOST_SLOW_TEX = 200
MOST_MARKDOWN_CHARACTERS = 500_000
MOST_REMEMBERED = 10_000  # characters
REMEMBERED = 500  # fragments


def clean_html(fragment: str) -> str:
    """HTML with nothing in it that runs, loads or posts; images only as data."""
    return _usual(fragment) if len(fragment) <= MOST_REMEMBERED else _cleaned(fragment)


def _cleaned(fragment: str) -> str:
    cleaned = nh3.clean(
        fragment,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_keep_attribute,
        url_schemes={"http", "https", "mailto", "data", "attachment"},
        link_rel="noopener noreferrer",
    )
    # pandas heads its index with nothing, which screen readers announce as a header.
    return disarm_tex(EMPTY_HEADER.sub("<td></td>", cleaned))


# The exercise's own cells show everybody the same tables.
_usual = lru_cache(maxsize=REMEMBERED)(_cleaned)


def disarm_tex(text: str) -> str:
    """TeX whose commands make links or load extensions becomes text (MathJax obeys ``href``)."""
    return ACTIVE_TEX.sub("\\\\\u200b", text)


class OutputCleaner:
    """Cleans the outputs of one notebook, and spends no more than a few seconds on all of them."""

    def __init__(self) -> None:
        self._tags_left = MOST_TAGS_OF_A_NOTEBOOK

    def __call__(self, output: Mapping[str, Any]) -> dict[str, Any]:
        """An nbformat output made of nothing but plain text, safe HTML and images."""
        kind = output["output_type"]
        if kind == "stream":
            return {"output_type": "stream", "name": output["name"], "text": output["text"]}
        if kind == "error":
            names = ("output_type", "ename", "evalue", "traceback")
            return {name: output[name] for name in names}
        sizes = output.get("metadata", {})
        result: dict[str, Any] = {
            "output_type": kind,
            "data": self._forms(output["data"]),
            "metadata": {
                mime: dict(sizes[mime]) for mime in ("image/png", "image/jpeg") if mime in sizes
            },
        }
        if kind == "execute_result":
            result["execution_count"] = None
        return result

    def _forms(self, data: Mapping[str, str]) -> dict[str, str]:
        forms: dict[str, str] = {}
        if "text/plain" in data:
            forms["text/plain"] = data["text/plain"]
        html_form = self._html(data)
        if html_form is not None:
            forms["text/html"] = html_form
        if "text/latex" in data:
            forms["text/latex"] = disarm_tex(data["text/latex"]).replace("<", "\\lt ")
        for mime in ("image/png", "image/jpeg"):
            if BASE64.fullmatch(data.get(mime, "")):
                forms[mime] = data[mime]
        return forms or {"text/plain": LEFT_OUT}

    def _html(self, data: Mapping[str, str]) -> str | None:
        if "text/html" in data:
            return self._affordable(data["text/html"])
        if "image/svg+xml" in data:
            encoded = b64encode(data["image/svg+xml"].encode()).decode()
            return f'<img src="data:image/svg+xml;base64,{encoded}" alt="">'
        if "text/markdown" in data and not _is_slow(data["text/markdown"]):
            return self._affordable(markdown_html(data["text/markdown"]))
        return None

    def _affordable(self, fragment: str) -> str | None:
        nesting = sum(1 for tag in TAG_NAME.finditer(fragment) if tag[1].lower() not in FLAT_TAGS)
        if nesting > min(MOST_TAGS, self._tags_left):
            return None
        self._tags_left -= nesting
        return clean_html(fragment)


def markdown_html(source: str, attachments: Mapping[str, Any] | None = None) -> str:
    """Markdown as nbconvert renders it; as plain text where nbconvert cannot."""
    renderer = IPythonRenderer(
        escape=False, attachments=dict(attachments or {}), exclude_anchor_links=True
    )
    try:
        return str(MarkdownWithMath(renderer=renderer).render(source))
    except (InvalidNotebook, RecursionError):  # an attachment that is not there
        return f"<pre>{html.escape(source)}</pre>"


def clean_markdown(source: str, attachments: Mapping[str, Any] | None = None) -> str:
    """Markdown as it was where it renders harmlessly, otherwise fenced as text."""
    source = disarm_tex(source)
    if _is_slow(source):
        source = source[:MOST_MARKDOWN_CHARACTERS].replace("\\", "\\\u200b")
    elif _renders_harmlessly(source, attachments):
        return source
    longest = max((len(run) for run in re.findall("`+", source)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{SHOWN_AS_TEXT}\n\n{fence}text\n{source}\n{fence}"


def clean_attachments(attachments: Mapping[str, Any] | None) -> dict[str, dict[str, str]]:
    """The images among a cell's attachments."""
    kept: dict[str, dict[str, str]] = {}
    for name, forms in (attachments or {}).items():
        images = {
            mime: data
            for mime, data in (forms.items() if isinstance(forms, dict) else ())
            if mime in ("image/png", "image/jpeg", "image/gif")
            and isinstance(data, str)
            and BASE64.fullmatch(data)
        }
        if images and re.fullmatch(r"[\w. -]{1,200}", name):
            kept[name] = images
    return kept


def _keep_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src":
        return value if IMAGES.fullmatch(value) else None
    if attribute == "href":
        return value if LINKS.match(value) else None
    return value


def _is_slow(source: str) -> bool:
    commands = sum(1 for _ in SLOW_TEX.finditer(source))
    return len(source) > MOST_MARKDOWN_CHARACTERS or commands > MOST_SLOW_TEX


def _renders_harmlessly(source: str, attachments: Mapping[str, Any] | None) -> bool:
    """Whether every ``<`` of the rendering starts a plain, allowed tag.

    Judging the rendering, not the source, covers every way by which Markdown lets HTML through.
    """
    renderer = IPythonRenderer(escape=False, attachments=dict(attachments or {}))
    try:
        rendered = str(MarkdownWithMath(renderer=renderer).render(source))
    except (InvalidNotebook, RecursionError):  # formgrader would show an error page
        return False
    position = rendered.find("<")
    while position >= 0:
        tag = START_OR_END_TAG.match(rendered, position)
        if tag is None or not _is_allowed(tag[1].lower(), tag[2]):
            return False
        position = rendered.find("<", tag.end())
    return True


def _is_allowed(name: str, attributes: str) -> bool:
    if name not in TAGS:
        return False
    allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(name, set()) | {"id"}
    for found in ATTRIBUTE.finditer(attributes):
        key, value = found[1].lower(), html.unescape(found[2] or "")
        is_link = key in ("href", "src")
        if key not in allowed or (is_link and _keep_attribute(name, key, value) is None):
            return False
    return True
