"""Code with its colours, as ``lesson.css`` names them."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import Final

from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.lexers.special import TextLexer
from pygments.util import ClassNotFound

LONGEST: Final = 100_000  # characters; colours of more cost seconds
PREFIX: Final = "tok-"


def code_html(source: str, language: str) -> Markup:
    """The lines of ``source``, escaped, with colours where the language is known."""
    if len(source) > LONGEST:
        return Markup(escape(source, quote=False))  # noqa: S704 - escaped
    shown = highlight(source, _lexer(language), _formatter())
    return Markup(shown.rstrip("\n"))  # noqa: S704 - escaped by pygments


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer:
    try:
        return get_lexer_by_name(language, stripnl=False)
    except ClassNotFound:
        return TextLexer(stripnl=False)


@lru_cache(maxsize=1)
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True, classprefix=PREFIX)
