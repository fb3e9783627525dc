"""What Markdown means in lessons: the same on their pages as where translations are compared."""

from __future__ import annotations

from markdown_it import MarkdownIt
from mdit_py_plugins.amsmath import amsmath_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin


def as_lessons_are_read(parser: MarkdownIt) -> MarkdownIt:
    """Teach a parser of CommonMark what JupyterLab reads beside: tables, ~~text~~ and formulas."""
    parser.enable(["table", "strikethrough"])
    parser.use(dollarmath_plugin, allow_labels=False, allow_space=False, double_inline=True)
    return parser.use(amsmath_plugin)
