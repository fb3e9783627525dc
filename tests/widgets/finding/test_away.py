"""A portal that is away is told to a person who searches without an address."""

from __future__ import annotations

import pytest

from officina_widgets.errors import NotFound, PortalBroken, PortalUnreachable
from officina_widgets.finding.away import AWAY, sentence_of


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (PortalUnreachable("The portal at http://127.0.0.1:8081 does not answer."), AWAY),
        (PortalBroken("What answers at http://127.0.0.1:8081 …", code="not-a-portal"), AWAY),
        (NotFound("There is no such record."), "There is no such record."),
    ],
    ids=["silent", "something-else", "no-record"],
)
def test_no_address_is_told_of_a_portal_that_is_away(error, told):
    assert sentence_of(error) == told
