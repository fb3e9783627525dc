"""Why a start was not taken, whether it is asked for again, and what the learner reads."""

from __future__ import annotations

import pytest

from officina_hub.portal.start_refusals import (
    HUB_IS_GONE,
    PATIENCE_SECONDS,
    QUEUE_SECONDS,
    StartRefusal,
    refusal_of,
)

FULL = "Active user limit exceeded. Try again in a few minutes."
THROTTLED = "Too many users trying to log in right now. Try again in 40 seconds."


def refused(status: int, said: str | None, retry_after: str = "") -> StartRefusal:
    refusal = refusal_of(status, said, retry_after)
    assert refusal is not None
    return refusal


def test_a_pending_server_is_asked_for_again_for_a_minute() -> None:
    refusal = refused(400, "ada is pending stop.")

    assert not refusal.is_final(PATIENCE_SECONDS - refusal.retry_seconds)
    assert refusal.is_final(PATIENCE_SECONDS)
    assert "ada is pending stop." in refusal.last_words


@pytest.mark.parametrize("status", [502, 503, 504])
def test_an_answer_that_is_not_the_hubs_own_means_that_it_restarts(status: int) -> None:
    assert refused(status, None) is HUB_IS_GONE


@pytest.mark.parametrize("status", [429, 503])
def test_a_hub_that_names_a_time_is_asked_then_and_not_before(status: int) -> None:
    refusal = refused(status, THROTTLED, "37")

    assert refusal.retry_seconds == 37
    assert THROTTLED in refusal.message
    assert "37 seconds" in refusal.message
    assert not refusal.is_final(PATIENCE_SECONDS)
    assert refusal.is_final(QUEUE_SECONDS)


@pytest.mark.parametrize(("told", "obeyed"), [("0", 2), ("3600", 3600)])
def test_a_named_time_is_neither_hammered_at_nor_waited_for_over_an_hour(
    told: str, obeyed: float
) -> None:
    refusal = refused(429, THROTTLED, told)

    assert refusal.retry_seconds == obeyed
    assert refusal.is_final(0) is (obeyed > QUEUE_SECONDS)


def test_a_full_hub_is_not_asked_again_and_its_words_are_told() -> None:
    refusal = refused(429, FULL)

    assert refusal.is_final(0)
    assert FULL in refusal.last_words


@pytest.mark.parametrize("status", [400, 403, 500, 503, 507])
def test_what_time_does_not_mend_is_no_matter_of_waiting(status: int) -> None:
    assert refusal_of(status, "bubblewrap cannot make a sandbox here.", "") is None
