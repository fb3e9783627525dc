"""Texts as the catalogue keeps them: nothing in them hides, moves or reverses the rest."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from officina_widgets.catalogue.words import UNSEEN, seen_only


@given(st.text(st.characters(codec="utf-8") | st.sampled_from("\x00\x1b\n\t\xa0\xad\u200d\u202e")))
def test_only_what_hides_goes(text):
    hides = {c for c in text if unicodedata.category(c) == "Cc" and c not in "\n\t"} | UNSEEN
    rest = "".join(c for c in text if c not in hides)
    kept = seen_only(text)

    assert kept == unicodedata.normalize("NFC", rest).strip()
    assert seen_only(kept) == kept


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  two\nlines\tand a tab ", "two\nlines\tand a tab"),
        ("a\x00b\x1b[31mc\x85", "ab[31mc"),
        ("\u202egnp.exe\u202c", "gnp.exe"),
        ("e\u0301t\u00e9", "été"),
        ("a\u00a0b \U0001f468\u200d\U0001f469", "a\u00a0b \U0001f468\u200d\U0001f469"),
    ],
    ids=["lines", "controls", "direction", "composed", "unprintable-but-seen"],
)
def test_texts_as_they_are_kept(text, kept):
    assert seen_only(text) == kept
