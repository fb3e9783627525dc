"""A portal that is away is told to a person who searches without an address."""

from __future__ import annotations

import pytest

from officina_widgets.errors import NotFound, PortalBroken, PortalUnreachable, error_of
from officina_widgets.finding.away import is_away, sentence_of
from officina_widgets.finding.words import LANGUAGES, words

AWAY = words()["en"]["away"]
# What a session's server answers its kernels while the portal is away.
PASSED_ON = (
    b'{"type": "about:blank", "title": "Service Unavailable", "status": 503, "code": '
    b'"portal-unreachable", "correlation_id": "x", '
    b'"detail": "The learning portal at http://127.0.0.1:8081 does not answer."}'
)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PortalUnreachable("The portal at http://127.0.0.1:8081 does not answer."), AWAY),
        (PortalBroken("What answers at http://127.0.0.1:8081 …", code="not-a-portal"), AWAY),
        (error_of(503, PASSED_ON, "http://127.0.0.1:8888"), AWAY),
        (NotFound("There is no such record."), "There is no such record."),
    ],
    ids=["silent", "something-else", "passed-on", "no-record"],
)
def test_no_address_is_told_of_a_portal_that_is_away(error, told):
    assert sentence_of(error) == told
    assert is_away(error) == (told == AWAY)


def test_it_is_told_in_the_readers_language():
    away = PortalUnreachable("nobody")
    told = {language: sentence_of(away, language) for language in LANGUAGES}
    assert told == {language: words()[language]["away"] for language in LANGUAGES}
    assert len(set(told.values())) == len(LANGUAGES)
    assert sentence_of(away, "sv") == AWAY
