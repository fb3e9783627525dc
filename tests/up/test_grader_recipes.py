"""Which graders ``officina up`` starts, by what factory.toml says of grading."""

from __future__ import annotations

from pathlib import Path

import pytest

from officina_hub.data_folder import DataFolder, Ports
from officina_hub.factory import Factory
from officina_hub.up.child import Recipe
from officina_hub.up.layout import make_folder
from officina_hub.up.recipes import recipes

CLUSTER = {"name": "here", "portal_url": "https://hub.example.org/services/officina"}


@pytest.fixture
def data(tmp_path: Path) -> DataFolder:
    made = DataFolder(tmp_path / "data")
    make_folder(made)
    return made


def graders(data: DataFolder, **grading: object) -> list[Recipe]:
    factory = Factory.model_validate({"grading": grading, "clusters": [CLUSTER]})
    return list(recipes(data, Ports(), factory))[3:]


def test_graders_of_this_machine_have_their_numbers(data):
    *found, prover = graders(data, workers=3, checkers=0)
    assert [each.name for each in found] == ["grader-1", "grader-2", "grader-3"]
    assert [each.argv[3:6] for each in found] == [
        ("grader", "--number", str(number)) for number in (1, 2, 3)
    ]
    assert (prover.name, prover.argv[3:5]) == ("prover-1", ("grader", "--proofs-only"))


def test_one_program_looks_after_graders_in_slurm_with_the_graders_rights(data):
    found, *others = graders(data, workers=3, kind="slurm", slurm={"folder": "/shared/officina"})
    assert [each.name for each in others] == ["checker-1", "checker-2", "prover-1"]
    more = {"folder": "/shared/officina", "proofs": True}
    with_proofs = graders(data, workers=3, kind="slurm", slurm=more)
    assert [each.name for each in with_proofs] == ["graders", "checker-1", "checker-2"]
    assert found.name == "graders"
    assert found.argv[3:] == ("graders", "keep", "--data-dir", str(data.root))
    assert found.environment["JUPYTERHUB_API_TOKEN"] == (data.secrets / "grader-token").read_text()
    assert found.environment["OFFICINA_PORTAL_URL"] == Ports().portal_url
