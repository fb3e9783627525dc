"""Text of strangers as plain text: what was markup is gone, what it said is kept."""

from __future__ import annotations

import html
import re
from typing import Final

import nh3

from officina_widgets.catalogue.words import seen_only

MARKUP: Final = re.compile(r"<[a-zA-Z/!?]")
# Texts are escaped twice and thrice by exporters that each wanted to be careful.
MOST_LAYERS: Final = 10
UNSAID: Final = {"script", "style", "template", "iframe", "object", "svg", "math", "noscript"}
BLOCKS: Final = {
    "p", "br", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6",
    "blockquote", "pre", "section", "article", "dt", "dd",
}  # fmt: skip
BLOCK_TAG: Final = re.compile(rf"</?(?:{'|'.join(sorted(BLOCKS))})>")
SURROGATE: Final = re.compile("[\ud800-\udfff]")


def has_markup(text: str) -> bool:
    """Whether a browser would see tags in it, now or after undoing escapes."""
    return bool(MARKUP.search(text) or ("&" in text and MARKUP.search(html.unescape(text))))


def plain(text: str) -> str:
    """The text without markup and unseen characters, paragraphs kept apart by line ends."""
    text = SURROGATE.sub("\ufffd", text).replace("\r\n", "\n").replace("\r", "\n")
    for _ in range(MOST_LAYERS):
        before, text = text, _one_layer_less(seen_only(text))
        if text == before:
            break
    text = _blunted(seen_only(text))
    text = re.sub(r"[ \t\u00a0]+", " ", text)
    return re.sub(r" ?\n(?: ?\n)+ ?", "\n\n", text).strip()


def one_line(text: str) -> str:
    """The same on one line, for titles and names."""
    return " ".join(plain(text).split())


def _one_layer_less(text: str) -> str:
    if MARKUP.search(text):
        kept = nh3.clean(text, tags=BLOCKS, attributes={}, clean_content_tags=UNSAID, link_rel=None)
        text = BLOCK_TAG.sub("\n", kept)
    return html.unescape(text) if "&" in text else text


def _blunted(text: str) -> str:
    """What is still a tag after so many layers was built to survive."""
    if not has_markup(text):
        return text
    return re.sub(r"&(?=[#\w])", "& ", re.sub(r"<(?=[a-zA-Z/!?])", "< ", text))
