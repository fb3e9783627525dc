"""Whatever stands where a standard has something else: a record or a refusal, never a trace."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from officina_hub.catalogue.readers import Refused, Taken, read_file
from officina_widgets.catalogue.records import Dataset, Service, Training

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
    | st.text(max_size=20)
    | st.sampled_from([
        "https://example.org/x", "2024-01-01", "trl-5", "text/csv", "P1D", "en", "http://[::1",
        "http://x.example:99999/", "\ud800", "9" * 5_000, "0000-00-00", "9999-12-31T23:59:59-14:00",
    ])
)  # fmt: skip
KEYS = st.sampled_from(["@id", "@type", "@value", "@language", "@list", "name", "url", "en", "x"])
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)
CROISSANT = [
    "name", "description", "url", "license", "creator", "keywords", "distribution", "recordSet",
    "citeAs", "version", "inLanguage", "datePublished", "identifier", "sameAs", "publisher",
    "spatialCoverage", "accessRights",
]  # fmt: skip
TRAINING = [
    "name", "description", "url", "license", "author", "keywords", "hasCourseInstance",
    "startDate", "location", "audience", "educationalLevel", "teaches", "timeRequired",
    "inLanguage", "identifier", "dateModified", "learningResourceType",
]  # fmt: skip
EOSC = [
    "id", "name", "description", "tagline", "trl", "orderType", "order", "accessTypes",
    "accessModes", "targetUsers", "categories", "scientificDomains", "publicContacts",
    "mainContact", "helpdeskEmail", "lastUpdate", "languageAvailabilities",
    "geographicalAvailabilities", "resourceOrganisation", "lifeCycleStatus", "pricing",
    "webpage",
]  # fmt: skip
FIXED = {
    "croissant": ({"@type": "sc:Dataset", "conformsTo": "croissant/1.1"}, CROISSANT, Dataset),
    "training": ({"@type": "Course"}, TRAINING, Training),
    "eosc": ({"tagline": "t", "orderType": "other", "trl": "1"}, EOSC, Service),
}


@pytest.mark.parametrize("kind", FIXED)
@settings(max_examples=60, deadline=None, suppress_health_check=[
    HealthCheck.function_scoped_fixture, HealthCheck.too_slow])  # fmt: skip
@given(data=st.data())
def test_any_values_give_a_record_or_a_refusal(tmp_path: Path, kind: str, data: st.DataObject):
    fixed, terms, model = FIXED[kind]
    told = data.draw(st.dictionaries(st.sampled_from(terms), VALUES, max_size=6))
    path = tmp_path / "any.json"
    path.write_text(json.dumps({"name": "N", **fixed, **told}), encoding="utf-8")
    (read,) = read_file(path)
    assert isinstance(read, Refused) or isinstance(read.record, model)
    assert isinstance(read, Taken) or "did not expect" not in read.reason
