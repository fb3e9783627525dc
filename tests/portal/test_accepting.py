"""Which form a request gets by its ``Accept``."""

from __future__ import annotations

import pytest

from officina_hub.catalogue.writers import FORMS
from officina_hub.portal.accepting import chosen
from officina_hub.portal.pages.record_data import PAGE

OFFERED = (PAGE, *FORMS)
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"
CROISSANT = 'application/ld+json; profile="http://mlcommons.org/croissant/1.1"'


@pytest.mark.parametrize(
    ("accept", "ending"),
    [
        ("", ""),
        ("*/*", ""),
        (BROWSER, ""),
        ("text/turtle", "ttl"),
        ("TEXT/Turtle ; q=1.000", "ttl"),
        ("text/*;q=0.5, application/rdf+xml", "rdf"),
        ("application/ld+json", "jsonld"),
        (CROISSANT, "croissant.json"),
        (f"text/html;q=0.2, {CROISSANT}, text/turtle;q=0.9", "croissant.json"),
        ('application/ld+json;profile="https://schema.org/"', "schema.json"),
        ("text/html;q=0, */*;q=0.1", "ttl"),
        ("application/*", "rdf"),
        ("text/turtle;q=nonsense, application/rdf+xml;q=0.1", "rdf"),
    ],
)
def test_the_form_that_is_wished_for_most_is_given(accept, ending):
    form = chosen(accept, OFFERED)

    assert form is not None
    assert form.ending == ending


@pytest.mark.parametrize(
    "accept",
    ["image/png", "*/*;q=0", 'application/ld+json;profile="https://example.org/"', "nonsense"],
)
def test_nothing_is_given_that_nobody_wished_for(accept):
    assert chosen(accept, OFFERED) is None


def test_a_header_without_an_end_costs_no_more_than_another():
    assert chosen("text/turtle;" + "a=b;" * 100_000, OFFERED) is not None
