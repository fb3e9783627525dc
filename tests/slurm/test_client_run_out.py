"""How a job ended whose time was up, told by both clients; other tests ran while it did."""

from __future__ import annotations

from datetime import timedelta

import pytest
from slurm_clients import command_client, ended

from officina_spawners.slurm.words import how_it_ended

pytestmark = pytest.mark.slurm


async def test_a_time_limit_is_told_with_its_length(client, timed_out):
    found = await ended(client, timed_out, seconds=120)
    assert found.state == "TIMEOUT"
    assert found.started_at
    assert found.ended_at
    assert timedelta(seconds=55) < found.ended_at - found.started_at < timedelta(minutes=3)
    assert how_it_ended(found).code == "time-limit"


async def test_the_words_of_a_time_limit_name_the_minutes(cluster, timed_out):
    found = await ended(command_client(cluster), timed_out, seconds=120)
    assert "time limit of 1 minute" in how_it_ended(found).sentence
