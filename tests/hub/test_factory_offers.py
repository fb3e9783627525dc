"""Profiles, clusters and environments in factory.toml: examples, and mistakes told in place."""

from __future__ import annotations

import pytest

from officina_hub.errors import FactoryError
from officina_hub.factory import Factory, load_factory
from officina_hub.factory.examples import EXAMPLES, SMALL
from officina_spawners.profiles import LOCAL_PROFILE

GOOD = """\
[[profiles]]
name = "small"
title = "Small"

[[profiles]]
name = "gpu-big"
title = "GPU"
place = "slurm"
"""
CLUSTER = '\n[[clusters]]\nname = "a"\n'


@pytest.fixture
def load(tmp_path):
    def load(text: str) -> Factory:
        path = tmp_path / "factory.toml"
        path.write_text(text, encoding="utf-8")
        return load_factory(path)

    return load


def test_all_examples_together_are_one_right_file(load):
    factory = load("\n".join(each.toml for kind in EXAMPLES.values() for each in kind))
    for name, examples in EXAMPLES.items():
        assert len(getattr(factory, name)) == len(examples)


def test_the_example_of_a_local_session_is_the_profile_that_is_there_without_any(load):
    assert load(SMALL.toml).profiles == (LOCAL_PROFILE,) == load("").profiles


def test_a_number_alone_is_an_amount(load):
    assert load(GOOD + "cores = 8\n" + CLUSTER).profiles[1].cores.is_fixed


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("cores = 0", 5, '[[profiles]] "gpu-big" needs at least one minute, one core'),
        ("cores = true", 10, '[[profiles]] "gpu-big": cores is true; allowed is a whole number'),
        ('cores = "8"', 10, 'cores is "8"; allowed is a whole number from 0 to 1000000, or { min'),
        ("cores = { min = 2, max = 8 }", 10, "cores.default is missing; needed is a whole number"),
        ("cores = { min = 9, max = 8, default = 8 }", 10, "cores needs a default between min and"),
        ("cores = { min = 9, least = 8 }", 10, "is not a setting; allowed here: min, max, default"),
        (
            'cores = {\n min = "two", max = 4, default = 2 }',
            11,
            'cores.min is "two"; allowed is a whole number from 0 to 1000000.',
        ),
        ("gpus = 1\nshards = 1", 5, '[[profiles]] "gpu-big" needs either gpus or shards, not both'),
        ('gpu_type = "a 100"', 10, 'gpu_type is "a 100"; allowed is a name as Slurm has it'),
        ("gpu_type = 1", 10, "gpu_type is 1; allowed is a name as Slurm has it"),
        ('accounts = [\n"b",\n"c d"]', 12, 'accounts has "c d"; allowed is an array, each a name'),
        ('accounts = "b"', 10, 'accounts is "b"; allowed is an array, each a name as Slurm has it'),
        ("description = 7", 10, "description is 7; allowed is a text in quotes of at most 300"),
        ("extension = 1", 10, 'extension is 1; allowed is "never" or "if-nobody-waits" or "alwa'),
        ("queue = 1", 10, '[[profiles]] "gpu-big": queue is not a setting; allowed here: name,'),
        ('cluster = "b"', 10, 'cluster is "b"; allowed is a name of [[clusters]]: "a".'),
        ('environments = ["x"]', 10, 'has "x"; allowed is none, as there is no [[environments]]'),
        ('[[profiles]]\nname = "small"\ntitle = "S"', 11, "each name once, not small twice"),
        ('[[profiles]]\ntitle = "S"', 10, "[[profiles]] number 3: name is missing; needed is a na"),
        ('[[profiles]]\nname = "x"\ntitle = "S"\ngpus = 1', 13, "gpus is 1; allowed is this only"),
        ('[[clusters]]\nname = "b"\nnode_addresses = { n1 = 1 }', 12, "node_addresses.n1 is 1; al"),
        ('[[clusters]]\nname = "b"\nhas_accounting = 2', 12, "is 2; allowed is true or false."),
        (
            '[[clusters]]\nname = "b"\nportal_url = "hub"',
            12,
            'is "hub"; allowed is an address with',
        ),
        (
            '[[clusters]]\nname = "b"\njupyter_config = "a"',
            12,
            'is "a"; allowed is a folder\'s path',
        ),
        ('[[clusters]]\nname = "b"\nclient = "slurmrestd"', 10, '"b" needs slurmrestd_url'),
        ('[[environments]]\nname = "e"\ntitle = "E"\nkind = "venv"', 10, '"e" needs a path for'),
        (
            '[[environments]]\nname = "e"\ntitle = "E"\nprogram = []',
            13,
            "is []; allowed is at leas",
        ),
    ],
)
def test_a_mistake_in_an_array_is_told_with_its_line_and_its_table(load, text, line, said):
    with pytest.raises(FactoryError) as caught:
        load(f"{GOOD}\n{text}\n{CLUSTER}")
    assert f"factory.toml:{line}: " in caught.value.happened
    assert said in caught.value.happened
    assert "Undefined" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("profiles = []", ":1: profiles is []; allowed is at least one of tables headed [[profil"),
        ("[profiles]\na = 1", ":1: profiles is { a = 1 }; allowed is tables headed [[profiles]]."),
        ("clusters = [1]", ":1: [[clusters]] number 1 is 1; allowed is tables headed"),
        (
            GOOD,
            ':8: [[profiles]] "gpu-big": place is "slurm"; allowed is "local", as "slurm" needs',
        ),
        ("login = 1", ":1: login is 1; allowed is a table headed [login]."),
    ],
)
def test_a_wrong_shape_is_told_too(load, text, said):
    with pytest.raises(FactoryError) as caught:
        load(text)
    assert said in caught.value.happened


def test_one_wrong_value_is_told_once(load):
    with pytest.raises(FactoryError) as caught:
        load(f"{GOOD}partition = 1\n{CLUSTER}")
    assert len(caught.value.happened.splitlines()) == 1


def test_all_that_does_not_fit_is_told_at_once(load):
    with pytest.raises(FactoryError) as caught:
        load(f'{GOOD}cluster = "b"\nenvironments = ["x", "y"]\n{CLUSTER}')
    assert len(caught.value.happened.splitlines()) == 3
