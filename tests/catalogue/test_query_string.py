"""Questions as addresses: there and back, and what is refused."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from officina_widgets.catalogue.asking import Ask
from officina_widgets.catalogue.facets import FACET_NAMES
from officina_widgets.catalogue.query_string import UnknownQueryError, ask_of, query_of

WORDS = st.text(st.characters(codec="utf-8"), max_size=30)
ASKS = st.builds(
    Ask,
    q=WORDS,
    facets=st.dictionaries(
        st.sampled_from(FACET_NAMES),
        st.lists(WORDS.filter(bool), min_size=1, max_size=3).map(tuple),
        max_size=3,
    ),
    all_of=st.lists(st.sampled_from(FACET_NAMES), max_size=2).map(tuple),
    sort=st.sampled_from(["relevance", "newest", "title"]),
    languages=st.lists(st.sampled_from(["fi", "de", "en"]), min_size=1, max_size=2).map(tuple),
    limit=st.integers(0, 100),
    offset=st.integers(0, 10_000),
)


@given(ASKS)
def test_a_question_survives_its_address(ask):
    assert ask_of(parse_qsl(urlencode(query_of(ask)), keep_blank_values=True)) == ask


def test_the_usual_question_has_a_short_address():
    assert urlencode(query_of(Ask(q="tea", facets={"theme": ("ENVI",)}))) == (
        "q=tea&facet.theme=ENVI"
    )


def test_an_unknown_name_is_refused_with_those_there_are():
    with pytest.raises(UnknownQueryError, match=r"knows no 'theme'.*facet\.NAME"):
        ask_of([("theme", "ENVI")])


@pytest.mark.parametrize(
    "pair",
    [
        ("limit", "101"),
        ("limit", "many"),
        ("offset", "-1"),
        ("sort", "random"),
        ("lang", "../../etc"),
        ("facet.colour", "red"),
        ("q", "x" * 501),
    ],
)
def test_a_value_that_cannot_be_is_refused(pair):
    with pytest.raises(ValidationError):
        ask_of([pair])
