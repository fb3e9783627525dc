"""What a part of a GPU costs: its share of the GPU's hours, or that nobody knows."""

from __future__ import annotations

import pytest
from session_hub import SessionHub

from officina_hub.session_api.offering import counted_hours, gpu_hours
from officina_spawners.profiles import Profile, SessionChoice

pytestmark = pytest.mark.asyncio(loop_scope="module")

SHARES = {"shards": {"min": 0, "max": 8, "default": 1}}
SLICES = {"gpus": {"min": 1, "max": 8, "default": 1}, "gpu_type": "1g.5gb"}


def costs(settings: dict[str, object], **choice: int) -> tuple[float | None, float]:
    profile = Profile.model_validate({"name": "p", "title": "P", "place": "slurm", **settings})
    chosen = SessionChoice(profile="p", **choice)
    return gpu_hours(chosen, profile), counted_hours(chosen)


@pytest.mark.parametrize(
    ("settings", "choice", "cost", "counted"),
    [
        ({"gpus": 2}, {"gpus": 2, "minutes": 90}, 3.0, 3.0),
        ({"gpus": 2}, {"gpus": 2, "nodes": 2, "minutes": 30}, 2.0, 2.0),
        ({}, {"minutes": 90}, 0.0, 0.0),
        ({**SHARES, "parts_per_gpu": 4}, {"shards": 2, "minutes": 60}, 0.5, 0.0),
        ({**SHARES, "parts_per_gpu": 4}, {"shards": 8, "minutes": 60}, 2.0, 0.0),
        (SHARES, {"shards": 2, "minutes": 60}, None, 0.0),
        (SHARES, {"shards": 0, "minutes": 60}, 0.0, 0.0),
        ({**SLICES, "parts_per_gpu": 7}, {"gpus": 7, "minutes": 60}, 1.0, 7.0),
        (SLICES, {"gpus": 2, "minutes": 60}, 2.0, 2.0),
    ],
)
async def test_a_part_costs_its_share_and_slurm_counts_as_it_does(
    settings: dict[str, object], choice: dict[str, int], cost: float | None, counted: float
) -> None:
    assert costs(settings, **choice) == (cost, counted)


async def test_the_card_and_the_quote_tell_it(hub: SessionHub) -> None:
    found = await hub.offers(query="?profile=slice&gpus=2&minutes=210&account=proto")
    cards = {each["name"]: each["gpu_hours"] for each in found["profiles"]}
    assert cards == {"small": 0, "gpu": 1, "cpu": 0, "slice": pytest.approx(1 / 7), "shared": None}
    quote = found["quote"]
    assert (quote["gpu_hours"], quote["counted_hours"]) == (1.0, 7.0)
    assert quote["gpu_hours_left"] == 10.0
    shared = (await hub.offers(query="?profile=shared&shards=3"))["quote"]
    assert (shared["gpu_hours"], shared["counted_hours"]) == (None, 0.0)


async def test_the_budget_is_held_against_what_slurm_counts(hub: SessionHub) -> None:
    [fault] = (await hub.offers(query="?profile=slice&gpus=4&minutes=180"))["quote"]["faults"]
    assert (fault["field"], fault["code"]) == ("account", "budget")
    assert "count 12.0 GPU-hours" in fault["message"]
