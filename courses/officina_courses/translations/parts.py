"""What of a Markdown text is no words: code, formulas, links, HTML and headings.

The parser of the lessons reads it, so that what is found is what learners are shown.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, Final

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, backtick
from markdown_it.token import Token

from officina_courses.lesson_markdown import as_lessons_are_read
from officina_courses.translations.formulas import formulas_in, without_blanks
from officina_courses.translations.html_pieces import pieces_of

# What becomes a link by itself, in JupyterLab too.
ADDRESS: Final = re.compile(
    r"(?:[a-z][a-z0-9+.-]{0,31}:/|\bwww\.|\bmailto:)[^\s<>()\[\]\"'`*|]++|"
    r"[\w.+-]{1,64}@[\w-]{1,64}\.[\w-]++",
    re.IGNORECASE,
)
ENDS_A_SENTENCE: Final = ".,;:!?"
HTML_LINES: Final = frozenset({"pre", "listing", "xmp", "plaintext"})
HTML_CODE: Final = HTML_LINES | {"code", "kbd", "samp", "tt", "var", "script", "style", "textarea"}
FORMULAS: Final = frozenset({"math_inline", "math_inline_double", "math_block", "amsmath"})


class Parts:
    """The parts of one text, in their order."""

    def __init__(self, markdown: str) -> None:
        self.code: set[str] = set()  # how often a name stands there depends on the language
        self.lines: list[str] = []  # of blocks of code: they stand there to be copied
        self.fences: list[str] = []
        self.formulas: list[str] = []  # as the lessons' pages find them
        self.jupyter_formulas: list[str] = []
        self.links: list[str] = []
        self.tags: list[str] = []
        self.comments: list[str] = []
        self.headings: list[str] = []
        self.definitions: dict[str, str] = {}  # of references, by their names
        self.targets: defaultdict[str, set[str]] = defaultdict(set)  # of links, by their words
        self._element = ""  # of HTML around what comes now, whose text is code
        self._said: list[str] = []
        self._target = ""
        self._words: list[str] | None = None  # of the link that is open
        environment: dict[str, Any] = {}
        for token in _parser().parse(markdown, environment):
            self._block(token)
        self._end_of_code()
        self._end_of_link()
        self._defined(environment)

    def _block(self, token: Token) -> None:
        if token.type in {"fence", "code_block"}:
            self._copied(token.content)
            if token.type == "fence":
                self.fences.append(f"```{token.info.strip()}")
        elif token.type == "heading_open":
            self.headings.append(f"of level {token.tag[1:]}")
        elif token.type == "html_block":
            self._html(token.content)
            self._raw(token.content)
        elif token.type == "inline":
            self._raw(_without_code(token))
            for child in token.children or ():
                self._inline(child)
            self._text("\n")
        elif token.type in FORMULAS:
            self._formula(token)

    def _inline(self, token: Token) -> None:
        if token.type == "code_inline":
            self.code.add(" ".join(token.content.split()))
            self._text(token.content)
        elif token.type == "html_inline":
            self._html(token.content)
        elif token.type == "link_open":
            self._begin_of_link(str(token.attrs["href"]))
        elif token.type == "link_close":
            self._end_of_link()
        elif token.type == "image":
            self._linked(str(token.attrs["src"]))
        elif token.type in FORMULAS:
            self._formula(token)
        else:
            self._text(token.content or " " * token.type.endswith("break"))

    def _raw(self, text: str) -> None:
        """What is found in the text as it was typed."""
        self.jupyter_formulas += map(without_blanks, formulas_in(text))
        self.links += (address.rstrip(ENDS_A_SENTENCE) for address in ADDRESS.findall(text))

    def _html(self, html: str) -> None:
        for kind, text, name, target in pieces_of(html):
            if kind == "text":
                self._text(text)
            elif kind == "comment":
                self.comments.append(text)
            else:
                self.tags.append(text)
                self._tag(name, target)

    def _tag(self, name: str, target: str) -> None:
        if name in {"a", "/a"}:
            self._end_of_link()
        if name == "a" and target:
            self._target, self._words = target, []
        if self._element and name == f"/{self._element}":
            self._end_of_code()
        elif not self._element and name in HTML_CODE:
            self._element = name

    def _text(self, text: str) -> None:
        if self._words is not None:
            self._words.append(text)
        if self._element:
            self._said.append(text)
        elif "<!--" in text:
            self.comments.append("<!--")  # that has no end, so another reader may look for one

    def _formula(self, token: Token) -> None:
        self.formulas.append(without_blanks(token.content))
        self._text(token.content)

    def _copied(self, code: str) -> None:
        self.lines += (line.rstrip() for line in code.split("\n") if line.strip())

    def _end_of_code(self) -> None:
        said = "".join(self._said)
        if self._element in HTML_LINES:
            self._copied(said)
        elif said.strip():
            self.code.add(" ".join(said.split()))
        self._element, self._said = "", []

    def _begin_of_link(self, target: str) -> None:
        self._end_of_link()
        self._linked(target)
        self._target, self._words = target, []

    def _end_of_link(self) -> None:
        words = " ".join("".join(self._words or ()).split())
        if words and not self._target.startswith("#"):
            self.targets[words].add(self._target)
        self._words = None

    def _linked(self, target: str) -> None:
        # A link to a heading of the same notebook follows the heading's words.
        if not target.startswith("#"):
            self.links.append(target)

    def _defined(self, environment: dict[str, Any]) -> None:
        self.definitions = {
            name: found["href"] for name, found in environment.get("references", {}).items()
        }
        for target in self.definitions.values():
            self._linked(target)
        for found in environment.get("duplicate_refs", ()):
            self._linked(found["href"])


class _AsWritten(MarkdownIt):
    """Shows addresses as they were typed, also those that no page would lead to."""

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's name
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = as_lessons_are_read(_AsWritten("commonmark", {"html": True}))
    parser.inline.ruler.at("backticks", _placed)
    return parser


def _placed(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - the parser calls it
    """Code with the place where it stands, which the parser does not keep."""
    start, before = state.pos, len(state.tokens)
    is_found = backtick(state, silent)
    if len(state.tokens) > before and state.tokens[-1].type == "code_inline":
        state.tokens[-1].meta = {"at": (start, state.pos)}
    return is_found


def _without_code(token: Token) -> str:
    return " ".join(_around_code(token))


def _around_code(token: Token) -> Iterator[str]:
    after = 0
    for child in token.children or ():
        if child.type == "code_inline":
            start, end = child.meta["at"]
            yield token.content[after:start]
            after = end
    yield token.content[after:]
