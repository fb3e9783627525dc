"""batchspawner's settings that do not count are told in the log, each with what to write."""

from __future__ import annotations

import inspect
import logging

import batchspawner
import pytest
from traitlets.config import Config

from officina_spawners import OfficinaSpawner
from officina_spawners.leftovers import COUNTED, OTHERS, OURS, REPLACEMENTS, leftovers
from officina_spawners.profiles import Cluster, Environment, Profile


def config_of(section, **settings):
    config = Config()
    config[section].update(settings)
    return config


def batchspawners_own():
    """The settings that OfficinaSpawner has from batchspawner and not from JupyterHub."""
    traits = OfficinaSpawner.class_traits(config=True)
    for owner in OfficinaSpawner.__mro__:
        if owner.__module__.startswith("batchspawner"):
            yield from (name for name in vars(owner) if name in traits)


def test_each_setting_of_batchspawner_counts_or_has_a_word():
    assert set(batchspawners_own()) == COUNTED | set(REPLACEMENTS)


def test_each_spawner_of_batchspawner_counts_or_has_a_word():
    spawners = {
        name
        for name, found in vars(batchspawner).items()
        if inspect.isclass(found) and issubclass(found, batchspawner.BatchSpawnerBase)
    }
    assert spawners == (set(OURS) | set(OTHERS)) - {"OfficinaSpawner"}


@pytest.mark.parametrize("section", OURS)
def test_a_setting_without_effect_is_told_wherever_it_stands(section):
    (told,) = leftovers(config_of(section, req_partition="gpu"))
    assert str(told).startswith(f"c.{section}.req_partition is a setting of batchspawner")
    assert "partition of [[profiles]]" in str(told)


@pytest.mark.parametrize("section", OTHERS)
def test_nothing_of_another_systems_spawner_counts(section):
    (told,) = leftovers(config_of(section, req_prologue="module load x"))
    assert told.setting == f"c.{section}.req_prologue"


def test_what_counts_is_not_told():
    assert list(leftovers(config_of("SlurmSpawner", req_prologue="x", start_timeout=60))) == []
    assert list(leftovers(config_of("OfficinaSpawner", data_dir="/x", clusters=[]))) == []
    assert list(leftovers(Config())) == []


def test_the_replacements_name_settings_that_there_are():
    tables = {"[[profiles]]": Profile, "[[clusters]]": Cluster, "[[environments]]": Environment}
    for instead in (*REPLACEMENTS.values(), *OTHERS.values()):
        key, of, rest = instead.partition(" of [[")
        if of and not key.startswith(("nothing", "the keys")):
            names = key.replace(" or ", ", ").partition(" = ")[0].split(", ")
            model = tables["[[" + rest.partition(" ")[0]]
            assert set(names) <= set(model.model_fields), instead


def test_the_hub_tells_it_once_in_its_log(caplog, monkeypatch):
    monkeypatch.setattr(OfficinaSpawner, "_warned_of", set())
    config = config_of("SlurmSpawner", req_runtime="8:00:00")
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            OfficinaSpawner(config=config, log=logging.getLogger("hub"))
    (told,) = [line for line in caplog.messages if "batchspawner" in line]
    assert told.startswith("c.SlurmSpawner.req_runtime ")
    assert "minutes of [[profiles]]" in told
