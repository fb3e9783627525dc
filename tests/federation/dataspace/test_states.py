"""The scenarios of the protocol's test kit (dsp-tck), as moves of the two state machines.

Names are the kit's: CN for a provider's negotiations, CN_C for a consumer's, TP for transfers. A
move in capitals must be refused and change nothing.
"""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from officina_hub.federation.dataspace.errors import Mismatch
from officina_hub.federation.dataspace.policies import Policy
from officina_hub.federation.dataspace.processes import Negotiation, Transfer, moved
from officina_hub.federation.dataspace.vocabulary import Side

NOW = datetime(2026, 11, 23, tzinfo=UTC)
SIDES = {"c": Side.CONSUMER, "p": Side.PROVIDER}
COMMON = {
    "side": Side.CONSUMER,
    "consumer_pid": "c",
    "provider_pid": "p",
    "partner": "x",
    "started_at": NOW,
    "changed_at": NOW,
}
OFFER = Policy.model_validate({"@id": "urn:o", "permission": [{"action": "use"}]})
NEGOTIATIONS = {
    "CN:01-01": "c request, p offer, c termination = TERMINATED",
    "CN:01-02": "c request, p offer, c request, p termination = TERMINATED",
    "CN:01-03": "c request, p offer, c accepted, p agreement, c verification, p finalized "
    "= FINALIZED",
    "CN:01-04": "c request, p agreement, c verification, p finalized = FINALIZED",
    "CN:02-01": "c request, p termination = TERMINATED",
    "CN:02-02": "c request, c termination = TERMINATED",
    "CN:02-03": "c request, p agreement, c termination = TERMINATED",
    "CN:02-05": "c request, p offer, p termination = TERMINATED",
    "CN:02-06": "c request, p offer, c accepted, p termination = TERMINATED",
    "CN:02-07": "c request, p agreement, c verification, p termination = TERMINATED",
    "CN:03-01": "c request, p agreement, c verification, p finalized, c TERMINATION = FINALIZED",
    "CN:03-02": "c request, p offer, c VERIFICATION = OFFERED",
    "CN:03-03": "c request, p offer, c accepted, c VERIFICATION = ACCEPTED",
    "CN:03-04": "c request, p offer, c request, c REQUEST = REQUESTED",
    "CN_C:03-01": "c request, p FINALIZED = REQUESTED",
    "CN_C:03-02": "c request, p offer, p AGREEMENT = OFFERED",
    "CN_C:03-03": "c request, p offer, p FINALIZED = OFFERED",
    "CN_C:03-04": "c request, p offer, c accepted, p FINALIZED = ACCEPTED",
    "CN_C:03-05": "c request, p offer, c accepted, p OFFER = ACCEPTED",
    "CN_C:03-06": "c request, p offer, c accepted, p agreement, p FINALIZED = AGREED",
}
TRANSFERS = {
    "TP:01-01": "c request, p start, p termination = TERMINATED",
    "TP:01-02": "c request, p start, p completion = COMPLETED",
    "TP:01-03": "c request, p start, p suspension, p termination = TERMINATED",
    "TP:started-again": "c request, p start, c suspension, c start, c completion = COMPLETED",
    "TP:before-start": "c request, c COMPLETION, c SUSPENSION, c START = REQUESTED",
    "TP:after-the-end": "c request, p start, c completion, p START, p TERMINATION = COMPLETED",
}


def walk(process: Negotiation | Transfer, scenario: str) -> str:
    moves, _, last = scenario.rpartition(" = ")
    for move in moves.split(", "):
        side, what = move.split(" ")
        if what.isupper():
            with pytest.raises(Mismatch, match=what.lower()) as refusal:
                moved(process, what.lower(), SIDES[side], NOW)
            assert refusal.value.status == 400
        else:
            process = moved(process, what, SIDES[side], NOW)
    assert process.state == last
    return process.state


@pytest.mark.parametrize("name", NEGOTIATIONS)
def test_a_negotiation_goes_as_the_test_kit_says(name: str) -> None:
    assert walk(Negotiation(offer=OFFER, **COMMON), NEGOTIATIONS[name])


@pytest.mark.parametrize("name", TRANSFERS)
def test_a_transfer_goes_as_the_test_kit_says(name: str) -> None:
    assert walk(Transfer(agreement_id="urn:a", **COMMON), TRANSFERS[name])
