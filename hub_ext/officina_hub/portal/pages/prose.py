"""Markdown of trainers as HTML that cannot do anything.

Raw HTML is switched off in the parser already; nh3 then keeps only what prose needs, so that one
mistake in either of them is not enough to run somebody's script on the portal.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

import nh3
from markdown_it import MarkdownIt
from markupsafe import Markup

TAGS: Final = frozenset(
    {"p", "br", "hr", "h2", "h3", "h4", "h5", "h6", "strong", "em", "s", "code", "pre", "a"}
    | {"blockquote", "ul", "ol", "li", "table", "thead", "tbody", "tr", "th", "td"}
)
ATTRIBUTES: Final = {"a": {"href", "title"}, "ol": {"start"}, "code": {"class"}}
SCHEMES: Final = frozenset({"https", "http", "mailto"})


@lru_cache(maxsize=256)
def render_markdown(text: str) -> Markup:
    """``text`` as safe HTML; its headings start at the third level, below the page's own."""
    html = _parser().render(text)
    clean = nh3.clean(
        html,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel="noopener noreferrer",
    )
    return Markup(clean)  # noqa: S704 - sanitised one line above


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    parser.core.ruler.push("below_page_headings", _lower_headings)
    return parser


def _lower_headings(state: object) -> None:
    for token in getattr(state, "tokens", ()):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
