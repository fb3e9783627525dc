"""``officina graders show``: for people and for programs."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from officina_hub.graders.state import PROVERS, GradersState, write_state


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "factory.toml").touch()
    return tmp_path


def test_what_stands_is_told(officina, folder):
    write_state(folder / "run", GradersState(at=datetime.now(UTC), running=2, queued=1))
    answer = officina("graders", "show", "--data-dir", str(folder))
    assert answer.output == "Graders that run: 2, that wait in Slurm: 1\n"


def test_a_trouble_the_next_try_and_a_keeper_that_is_gone_are_told(officina, folder):
    then = datetime.now(UTC) - timedelta(hours=1)
    state = GradersState(at=then, trouble="Slurm took no graders: no account", next_try_at=then)
    write_state(folder / "run", state)
    told = officina("graders", "show", "--data-dir", str(folder)).output
    assert "Slurm took no graders: no account\n" in told
    assert f"Next try: {then:%Y-%m-%d %H:%M:%S} UTC\n" in told
    assert "Nobody has looked since" in told


def test_programs_get_it_as_json(officina, folder):
    write_state(folder / "run", GradersState(at=datetime.now(UTC), running=2))
    answer = officina("graders", "show", "--json", "--data-dir", str(folder))
    assert json.loads(answer.output)["running"] == 2


def test_proofs_that_are_jobs_are_told_beside_graders(officina, folder):
    write_state(folder / "run", GradersState(at=datetime.now(UTC), running=2))
    write_state(folder / "run", GradersState(at=datetime.now(UTC), queued=1), file=PROVERS)
    answer = officina("graders", "show", "--data-dir", str(folder))
    assert "Proofs that run: 0, that wait in Slurm: 1\n" in answer.output
    told = json.loads(officina("graders", "show", "--json", "--data-dir", str(folder)).output)
    assert (told["running"], told["proofs"]["queued"]) == (2, 1)


def test_a_hub_without_a_keeper_is_told(officina, folder):
    answer = officina("graders", "show", "--data-dir", str(folder))
    assert "does not run here" in answer.output


def test_a_folder_that_is_none_is_told(officina, tmp_path):
    answer = officina("graders", "show", "--data-dir", str(tmp_path / "typo"))
    assert answer.exit_code == 1
