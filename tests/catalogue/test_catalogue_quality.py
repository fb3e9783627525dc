"""A score says what is lacking, and nothing else."""

from __future__ import annotations

import pytest

from officina_hub.catalogue.quality import WISHES, quality_of
from officina_widgets.catalogue.records import KINDS, Dataset, Training
from officina_widgets.finding.words import words

BARE = Dataset(iri="https://example.org/d", title={"en": "D"})


@pytest.mark.parametrize("kind", KINDS)
def test_the_points_of_a_kind_come_to_a_hundred(kind):
    assert sum(wish.points for wish in WISHES[kind]) == 100


def test_a_bare_dataset_lacks_nearly_everything_by_name():
    quality = quality_of(BARE)
    assert {"description", "licence", "distributions", "publisher"} <= {
        gap.field for gap in quality.gaps
    }
    assert quality.score == 100 - sum(gap.points for gap in quality.gaps) <= 10


def test_a_licence_of_every_distribution_is_a_licence():
    part = {"access_url": "https://example.org/f", "licence": "CC0-1.0", "format": "CSV"}
    record = BARE.model_copy(update={"distributions": ()})
    licensed = Dataset.model_validate({**record.model_dump(), "distributions": [part]})
    half = Dataset.model_validate(
        {**record.model_dump(), "distributions": [part, {**part, "licence": None}]}
    )
    assert "licence" not in {gap.field for gap in quality_of(licensed).gaps}
    assert "licence" in {gap.field for gap in quality_of(half).gaps}


def test_a_description_that_says_no_more_than_a_title_is_a_gap():
    short = Training(iri="https://example.org/t", title={"en": "T"}, description={"en": "T."})
    assert "description" in {gap.field for gap in quality_of(short).gaps}


def test_a_finder_has_words_for_every_gap():
    wanted = {f"gap.{wish.field}" for wishes in WISHES.values() for wish in wishes}
    assert wanted <= words()["en"].keys()
