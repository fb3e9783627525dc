"""An sbatch that fails in words of its own is asked some times, and then its words are shown."""

from __future__ import annotations

import pytest

from officina_spawners.batch.doubts import MOST_TRIES

pytestmark = pytest.mark.slurm

ODD = "printf '\\033[1mLicence server: seat 7 is taken\\033[0m\\nsecond line\\n' >&2; exit 3"


def test_the_start_ends_after_some_tries_and_quotes_the_first_line(house):
    before = len(house.log)
    with house.in_place_of("sbatch", ODD):
        house.ask()
        message = house.refused()
    said = house.log[before:]
    assert "“Licence server: seat 7 is taken”" in message
    assert f"{MOST_TRIES} times" in message
    assert "second line" not in message
    assert said.count("is not known here (") == MOST_TRIES
    assert "\x1b[1m" not in said
    house.nothing_is_left()
    house.ask()
    assert house.ready() == house.job().id
