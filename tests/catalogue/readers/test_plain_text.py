"""No text leaves the readers as markup, whatever it was wrapped in."""

from __future__ import annotations

import html
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officina_hub.catalogue.readers.plain_text import has_markup, one_line, plain

PIECES = st.sampled_from(
    ["<", ">", "&", "&lt;", "&amp;", "&#60;", "&#x3c;", "script", "<script>", "</script>", "<img ",
     "onerror=", "<!--", "-->", "<b>", "\0", "\u202e", "\r", "\n", ";", "\u037e", "lt", "a", "/",
     "!", "\ud800", "<svg/onload=x>", "<![CDATA["]
)  # fmt: skip
WILD = st.lists(PIECES | st.text(max_size=4), max_size=30).map("".join)


@given(WILD)
def test_what_comes_out_holds_no_tag_now_or_after_undoing_escapes(text):
    assert not has_markup(plain(text))


@given(WILD)
def test_what_comes_out_holds_nothing_unseen(text):
    shown = plain(text)
    assert not {unicodedata.category(each) for each in shown} & {"Cs"}
    assert not {"\0", "\u202e", "\r"} & set(shown)
    shown.encode("utf-8")


@given(WILD)
def test_a_line_is_one_line_and_stays_itself(text):
    line = one_line(text)
    assert "\n" not in line
    assert one_line(line) == line


@given(st.text(alphabet=st.characters(codec="ascii", exclude_characters="<&\r"), max_size=200))
def test_text_without_markup_keeps_its_words(text):
    kept = "".join(each for each in text if each in "\n\t" or each.isprintable())
    assert plain(text).split() == kept.split()


@given(st.integers(min_value=0, max_value=8))
def test_a_script_is_gone_however_often_it_was_escaped(layers):
    text = "safe <script>alert(1)</script>"
    for _ in range(layers):
        text = html.escape(text)
    assert plain(text) == "safe"


@pytest.mark.parametrize(
    ("raw", "wanted"),
    [
        ("<p>One</p><p>Two</p>", "One\n\nTwo"),
        ("One<br>Two", "One\nTwo"),
        ("AT&amp;T &amp; 3 < 5", "AT&T & 3 < 5"),
        ("<a href='javascript:x'>here</a>", "here"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("<style>p {}</style>x<iframe src=y>z</iframe>", "x"),
        ("# Markdown\n\n* stays", "# Markdown\n\n* stays"),
    ],
    ids=["paragraphs", "break", "ampersand", "link", "line-ends", "unsaid", "markdown"],
)
def test_what_it_said_is_kept(raw, wanted):
    assert plain(raw) == wanted
