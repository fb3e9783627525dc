"""What a part of a GPU costs, as the launch page says it, or that nobody knows."""

from __future__ import annotations

import pytest
from page_house import PageHouse, soup, text_of
from stub_sessions import FULL, GPU, StubSessions, add_sessions

from officina_hub.session_api.answers import Bounds, Quote

PART = GPU.model_copy(
    update={
        "name": "part",
        "title": "Part",
        "gpu_hours": 0.5,
        "numbers": {
            **GPU.numbers,
            "gpus": Bounds(min=0, max=0, default=0),
            "shards": Bounds(min=1, max=7, default=1),
        },
    }
)


@pytest.fixture
def sessions(house: PageHouse) -> StubSessions:
    found = add_sessions(house.hub)
    found.offers = FULL.model_copy(update={"profiles": (PART, GPU)})
    return found


def quoted(sessions: StubSessions, gpu_hours: float | None, counted: float) -> None:
    quote = Quote(
        choice={"profile": "part", "shards": 1, "minutes": 60, "account": "proto"},
        gpu_hours=gpu_hours,
        counted_hours=counted,
        gpu_hours_left=10,
    )
    sessions.quote = lambda _: quote  # type: ignore[method-assign]


@pytest.mark.parametrize(
    ("gpu_hours", "counted", "words"),
    [
        (0.5, 0, "At most 0.5 GPU-hours. proto has 10 GPU-hours left. Slurm takes 0 of them"),
        (1 / 7, 1, "At most 0.15 GPU-hours. proto has 10 GPU-hours left. Slurm takes 1 of them"),
        (0.001, 0, "At most 0.01 GPU-hours"),
        (1.1, 1.1, "At most 1.1 GPU-hours. proto has 10 GPU-hours left. It waits"),
        (None, 0, "nobody knows: the hub was not told how large the parts are. proto has 10"),
        (0, 0, "No GPU-hours. proto has 10 GPU-hours left. "),
    ],
)
async def test_the_cost_of_a_choice_is_rounded_up_or_said_to_be_unknown(
    house: PageHouse, sessions: StubSessions, gpu_hours: float | None, counted: float, words: str
) -> None:
    quoted(sessions, gpu_hours, counted)
    page = soup(await house.open("launch?profile=part&shards=1", "ada"))
    for label in page.select("#quote dt"):
        label.decompose()
    assert words in " ".join([*page.select_one("#quote").get_text(" ").split(), ""])


async def test_the_card_tells_the_cost_of_its_preset(
    house: PageHouse, sessions: StubSessions
) -> None:
    page = soup(await house.open("launch?profile=gpu", "ada"))
    assert "At most 0.5 GPU-hours" in page.select_one("#live-part").get_text()
    assert "At most 1 GPU-hours" in page.select_one("#live-gpu").get_text()
    unknown = PART.model_copy(update={"gpu_hours": None})
    sessions.offers = FULL.model_copy(update={"profiles": (unknown, GPU)})
    assert "nobody knows" in text_of(await house.open("launch?profile=gpu", "ada"))
