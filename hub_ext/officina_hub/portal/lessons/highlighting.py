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

LONGEST: Final = 20_000  # characters of one cell; colours of more cost too much
# Whoever writes a notebook names its language, and some of the five hundred lexers that there are
# take hours for a few kB (that of C takes 8 seconds for 20 kB of line ends). These were tried with
# hostile texts: tests/pages/test_hostile_lessons.py.
TRIED: Final = {
    **{name: name for name in ("bash", "console", "diff", "ini", "json", "julia")},
    **{name: name for name in ("pycon", "python", "r", "sql", "toml", "yaml")},
    **dict.fromkeys(("ipython", "ipython3", "py", "python3"), "python"),
    **dict.fromkeys(("sh", "shell", "zsh"), "bash"),
    "yml": "yaml",
}
PREFIX: Final = "tok-"


def code_html(source: str, language: str) -> Markup:
    """The lines of ``source``, escaped, with colours where the language is known."""
    if len(source) > LONGEST:
        return Markup(escape(source, quote=False))  # noqa: S704 - escaped
    shown = highlight(source, _lexer(language), _formatter())
    return Markup(shown.rstrip("\n"))  # noqa: S704 - escaped by pygments


@lru_cache(maxsize=64)
def _lexer(language: str) -> Lexer:
    known = TRIED.get(language.lower())
    return get_lexer_by_name(known, stripnl=False) if known else TextLexer(stripnl=False)


@lru_cache(maxsize=1)
def _formatter() -> HtmlFormatter[str]:
    return HtmlFormatter(nowrap=True, classprefix=PREFIX)
