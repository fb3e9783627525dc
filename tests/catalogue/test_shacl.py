"""DCAT-AP's own shapes: a score with what is missing, for what has shapes, and never a refusal."""

from __future__ import annotations

import builtins
from typing import Any

import pytest
from catalogue_files import PUBLISHED, taken
from find_samples import ADVICE, FORECASTS, HOSTILE

from officina_hub.catalogue.readers import read_file
from officina_hub.catalogue.shacl import NoShacl, score_if_installed, shapes_score


def test_what_the_shapes_want_and_is_not_there_lowers_the_score_and_is_named():
    full = shapes_score(FORECASTS)
    assert full.mandatory == ()
    assert "Distribution dct:license" in full.recommended

    bare = shapes_score(FORECASTS.model_copy(update={"description": {}, "keywords": ()}))
    assert bare.mandatory == ("Dataset dct:description",)
    assert set(bare.recommended) == {*full.recommended, "Dataset dcat:keyword"}
    assert shapes_score(HOSTILE).score < bare.score < full.score < 100


def test_every_published_example_that_is_taken_has_a_score():
    files = sorted((PUBLISHED / "dcat-ap").glob("*.ttl"))
    records = [read.record for file in files for read in taken(read_file(file))]
    scores = [shapes_score(record).score for record in records]
    assert len(scores) > 5
    assert all(0 < score < 100 for score in scores)


def test_what_has_no_shapes_has_no_score():
    assert shapes_score(ADVICE) is None


def test_without_the_part_the_way_out_is_told_and_a_page_goes_without(monkeypatch):
    genuine = builtins.__import__

    def without(name: str, *more: Any, **options: Any) -> Any:
        if name.startswith("pyshacl"):
            raise ImportError(name)
        return genuine(name, *more, **options)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(NoShacl, match=r"officina\[shacl\]"):
        shapes_score(FORECASTS)
    assert score_if_installed(FORECASTS) is None
