"""``[grading.slurm]``: what it needs, and its mistakes with line and way out."""

from __future__ import annotations

from pathlib import Path

import pytest

from officina_hub.errors import FactoryError
from officina_hub.factory import load_factory
from officina_hub.factory.docs import documented_settings, settings_page

WHOLE = """
[grading]
kind = "slurm"
[grading.slurm]
folder = "/shared/officina"
environment = "python"
[[clusters]]
name = "here"
portal_url = "https://hub.example.org/services/officina"
[[environments]]
name = "python"
title = "Python"
kind = "venv"
path = "/opt/officina"
[[environments]]
name = "image"
title = "Image"
kind = "apptainer"
path = "/opt/officina.sif"
"""


@pytest.fixture
def factory_toml(tmp_path: Path) -> Path:
    path = tmp_path / "factory.toml"
    path.write_text(WHOLE)
    return path


def test_graders_may_be_jobs(factory_toml):
    grading = load_factory(factory_toml).grading
    assert (grading.kind, grading.slurm.folder) == ("slurm", "/shared/officina")
    assert grading.slurm.max_jobs == 8


@pytest.mark.parametrize(
    ("line", "instead", "told"),
    [
        (
            'folder = "/shared/officina"',
            "",
            ":2: grading needs a folder in [grading.slurm] beside kind = 'slurm'.",
        ),
        ('"/shared/officina"', '"/shared/50%"', ":5: grading.slurm.folder is"),
        ("[[clusters]]", "[[clusters]]\nclient = 'pbs'", "here is not spoken to as Slurm"),
        (
            'portal_url = "https://hub.example.org/services/officina"',
            "",
            ':3: grading.kind is "slurm"; allowed is "local" until portal_url of the cluster here',
        ),
        ('environment = "python"', 'environment = "pyton"', '"pyton"; allowed is a name of [[envi'),
        ('environment = "python"', 'environment = "image"', "without a container"),
        (
            'environment = "python"',
            'cluster = "there"',
            ':6: grading.slurm.cluster is "there"; allowed is a name of [[clusters]]: "here"',
        ),
        (
            'environment = "python"',
            "min_jobs = 9",
            ":4: grading.slurm needs a min_jobs of at most max_jobs, which is 8.",
        ),
        ('environment = "python"', "nodes = 9", ":6: grading.slurm.nodes is not a setting"),
        ("[grading.slurm]", "slurm = 3\n[grading.other]", "a table headed [grading.slurm]"),
    ],
)
def test_a_mistake_is_told_with_its_line(factory_toml, line, instead, told):
    assert WHOLE.count(line) == 1
    factory_toml.write_text(WHOLE.replace(line, instead))
    with pytest.raises(FactoryError) as caught:
        load_factory(factory_toml)
    assert told in str(caught.value)


def test_without_a_cluster_graders_are_no_jobs(factory_toml):
    factory_toml.write_text(WHOLE.partition("[[clusters]]")[0])
    with pytest.raises(FactoryError, match=r'"slurm" needs a \[\[clusters\]\] table'):
        load_factory(factory_toml)


def test_what_is_written_for_later_does_no_harm(factory_toml):
    factory_toml.write_text('[grading.slurm]\ncluster = "later"\n')
    assert load_factory(factory_toml).grading.kind == "local"


def test_the_reference_names_the_inner_table_in_full():
    assert "\n## [grading.slurm]\n\nGraders as jobs of Slurm" in settings_page()
    assert {each.table for each in documented_settings() if each.name == "max_jobs"} == {
        "grading.slurm"
    }
