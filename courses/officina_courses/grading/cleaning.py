"""Makes what learners' code shows harmless before a trainer's or a learner's browser sees it.

nbgrader's formgrader renders autograded notebooks in the trainer's own origin, unsanitised; so the
notebook itself must already be clean. Two doors: ``clean_output`` for what a cell showed,
``clean_markdown`` for what a learner wrote.
"""

from __future__ import annotations

import html
import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

import nh3
from nbconvert.filters.markdown_mistune import markdown2html_mistune

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
START_OR_END_TAG = re.compile(r'</?([A-Za-z][A-Za-z0-9]*)((?:\s+[A-Za-z-]+(?:="[^"<>]*")?)*)\s*/?>')
ATTRIBUTE = re.compile(r'([A-Za-z-]+)(?:="([^"]*)")?')
SHOWN_AS_TEXT = "*This text contains active or foreign HTML and is shown as it was written:*"
LEFT_OUT = "[A display that only a browser could run is left out.]"


def clean_html(fragment: str) -> str:
    """HTML with nothing in it that runs, loads or posts; images only as data."""
    cleaned = nh3.clean(
        fragment,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_keep_attribute,
        url_schemes={"http", "https", "mailto", "data", "attachment"},
        link_rel="noopener noreferrer",
    )
    return disarm_tex(cleaned)


def disarm_tex(text: str) -> str:
    """TeX whose commands make links or load extensions becomes text (MathJax obeys ``href``)."""
    return ACTIVE_TEX.sub("\\\\\u200b", text)


def clean_output(output: Mapping[str, Any]) -> dict[str, Any]:
    """An nbformat output made of nothing but plain text, safe HTML and images."""
    kind = output["output_type"]
    if kind == "stream":
        return {"output_type": "stream", "name": output["name"], "text": output["text"]}
    if kind == "error":
        names = ("output_type", "ename", "evalue", "traceback")
        return {name: output[name] for name in names}
    result: dict[str, Any] = {
        "output_type": kind,
        "data": _clean_forms(output["data"]),
        "metadata": {
            mime: dict(sizes)
            for mime, sizes in output.get("metadata", {}).items()
            if mime in ("image/png", "image/jpeg")
        },
    }
    if kind == "execute_result":
        result["execution_count"] = None
    return result


def clean_markdown(source: str) -> str:
    """Markdown as it was where it renders harmlessly, otherwise fenced as text."""
    source = disarm_tex(source)
    if _renders_harmlessly(source):
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


def _clean_forms(data: Mapping[str, str]) -> dict[str, str]:
    forms: dict[str, str] = {}
    if "text/plain" in data:
        forms["text/plain"] = data["text/plain"]
    if "text/html" in data:
        forms["text/html"] = clean_html(data["text/html"])
    elif "image/svg+xml" in data:
        encoded = b64encode(data["image/svg+xml"].encode()).decode()
        forms["text/html"] = f'<img src="data:image/svg+xml;base64,{encoded}" alt="">'
    elif "text/markdown" in data:
        forms["text/html"] = clean_html(markdown2html_mistune(data["text/markdown"]))
    if "text/latex" in data:
        forms["text/latex"] = disarm_tex(data["text/latex"]).replace("<", "\\lt ")
    for mime in ("image/png", "image/jpeg"):
        if BASE64.fullmatch(data.get(mime, "")):
            forms[mime] = data[mime]
    return forms or {"text/plain": LEFT_OUT}


def _keep_attribute(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "src":
        return value if IMAGES.fullmatch(value) else None
    if attribute == "href":
        return value if LINKS.match(value) else None
    return value


def _renders_harmlessly(source: str) -> bool:
    """Whether every ``<`` of the rendering starts a plain, allowed tag.

    Judging the rendering, not the source, covers every way by which Markdown lets HTML through.
    """
    rendered = markdown2html_mistune(source)
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
