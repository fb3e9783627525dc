"""A notebook's text cells as HTML that cannot do anything."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any, Final

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from officina_courses.lesson_markdown import as_lessons_are_read
from officina_hub.portal.lessons.formulas import formula_html
from officina_hub.portal.lessons.highlighting import PREFIX, code_html
from officina_hub.portal.lessons.outline import Outline
from officina_hub.portal.lessons.places import Places
from officina_hub.portal.lessons.rewriting import Rewriting

TAGS: Final = frozenset(
    {"a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del"}
    | {"details", "div", "dl", "dt", "em", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins"}
    | {"kbd", "li", "mark", "ol", "p", "pre", "q", "s", "samp", "small", "span", "strong", "sub"}
    | {"summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "u", "ul", "var"}
)
ATTRIBUTES: Final = {
    "*": {"class", "lang", "dir"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "ol": {"start"},
    "div": {"tabindex"},
    **{f"h{level}": {"id"} for level in range(2, 7)},
}
OURS: Final = re.compile(rf"table-wrap|formula|{PREFIX}[a-z0-9]{{1,4}}")
# Nested deeply, tags cost the sanitiser time squared.
MOST_TAGS: Final = 3000
LONGEST: Final = 30_000  # characters of one cell; tables of more than that cost a second
MOST_TYPED: Final = 200_000  # characters
# A table's first corner is often empty; as a heading it would be read out as one without a name.
EMPTY_HEADER: Final = re.compile(r"<th>\s*</th>")
# Two characters that Unicode leaves to whoever wants them hold the place of a formula.
HELD: Final = re.compile("\ue000([0-9]+)\ue001")
HOLDERS: Final = re.compile("[\ue000\ue001]")


def prose_html(
    source: str, outline: Outline, places: Places, attached: Mapping[str, str]
) -> Markup:
    """The Markdown of one cell as safe HTML; what would cost too much is shown as it was typed."""
    source = HOLDERS.sub("", source)
    if len(source) > LONGEST or source.count("<") > MOST_TAGS:
        return as_typed(source)
    formulas: list[tuple[str, str]] = []
    html = _parser().render(source, {"formulas": formulas})
    page = Rewriting(
        outline, places, attached, lambda text: HELD.sub(lambda it: formulas[int(it[1])][0], text)
    )
    page.feed(html)
    page.close()
    clean = nh3.clean(
        page.text,
        tags=set(TAGS),
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        attribute_filter=_kept,
        url_schemes={"http", "https", "mailto", "data"},
        link_rel="noopener noreferrer",
    )
    named = EMPTY_HEADER.sub("<td></td>", clean)
    shown = HELD.sub(lambda held: formula_html(*formulas[int(held[1])]), named)
    return Markup(shown)  # noqa: S704 - cleaned, and formulas are checked MathML


def as_typed(source: str) -> Markup:
    """What would cost too much to render."""
    return Markup("<pre>{}</pre>").format(source[:MOST_TYPED])


def _kept(tag: str, attribute: str, value: str) -> str | None:
    if attribute == "class":
        return " ".join(one for one in value.split() if OURS.fullmatch(one)) or None
    if attribute == "tabindex":
        return "0" if value == "0" else None
    if attribute == "href" and value.lower().startswith("data:"):
        return None
    return value


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    options = {"html": True, "highlight": _highlighted}
    parser = as_lessons_are_read(MarkdownIt("commonmark", options))
    for kind in ("math_inline", "math_inline_double", "math_block", "amsmath"):
        parser.add_render_rule(kind, _formula)
    parser.add_render_rule("fence", _fence)
    return parser


def _highlighted(source: str, language: str, _attributes: str) -> str:
    return code_html(source, language) if language else escape(source, quote=False)


def _fence(
    _: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, __: EnvType
) -> str:
    token = tokens[index]
    language = token.info.strip().split(maxsplit=1)[:1]
    code = _highlighted(token.content.rstrip("\n"), "".join(language), "")
    return f"<pre><code>{code}</code></pre>\n"


def _formula(
    _: RendererProtocol, tokens: Sequence[Token], index: int, __: OptionsDict, env: EnvType
) -> str:
    """Holds the place; a formula is made after everything else was cleaned."""
    token = tokens[index]
    formulas: list[Any] = env["formulas"]
    formulas.append((token.content.strip(), "inline" if token.type == "math_inline" else "block"))
    held = f"\ue000{len(formulas) - 1}\ue001"
    is_within = token.type in {"math_inline", "math_inline_double"}
    return held if is_within else f'<div class="formula" tabindex="0">{held}</div>\n'
