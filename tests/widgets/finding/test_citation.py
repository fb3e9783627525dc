"""Citations: as text, for reference managers, and from hostile records."""

from __future__ import annotations

import re

from finder_samples import HOSTILE, dataset

from officina_widgets.finding.citation import citation_of
from officina_widgets.finding.citation_forms import bibtex_of, csl_item

TOLD = {
    "title": {"en": "Snow depths & 100% of ice"},
    "creator": ({"name": "Åsa Öst"}, {"name": "The weather office"}),
    "publisher": {"name": "Weather"},
    "issued": "2025-03-04",
    "version": "2.1",
    "identifiers": ("doi:10.1234/snow_depths",),
}


def test_all_forms_tell_the_same_facts():
    record = dataset(1, **TOLD)
    assert citation_of(record) == (
        "Åsa Öst; The weather office (2025). Snow depths & 100% of ice. Version 2.1. Weather. "
        "https://doi.org/10.1234/snow_depths"
    )
    assert csl_item(record) == {
        "id": "asaost2025snowdepths",
        "type": "dataset",
        "title": "Snow depths & 100% of ice",
        "author": [{"literal": "Åsa Öst"}, {"literal": "The weather office"}],
        "issued": {"date-parts": [[2025, 3, 4]]},
        "version": "2.1",
        "publisher": "Weather",
        "DOI": "10.1234/snow_depths",
        "URL": "https://doi.org/10.1234/snow_depths",
    }
    assert bibtex_of(record) == (
        "@misc{asaost2025snowdepths,\n"
        "  author = {{Åsa Öst} and {The weather office}},\n"
        r"  title = {{Snow depths \& 100\% of ice}}," + "\n"
        "  year = {2025},\n"
        "  version = {2.1},\n"
        "  publisher = {Weather},\n"
        "  doi = {10.1234/snow_depths},\n"
        "  url = {https://doi.org/10.1234/snow_depths},\n"
        "}\n"
    )


def test_what_its_owner_asks_for_comes_first_and_goes_with_the_other_forms():
    record = dataset(1, cite_as="Cite  me\nso.")
    assert citation_of(record) == "Cite me so."
    assert "Cite me so." in csl_item(record)["note"]
    assert "note = {Cite me so.}" in bibtex_of(record)


def test_a_record_that_tells_little_is_cited_by_what_it_tells():
    record = dataset(1, publisher=None, creator=(), title={"ja": "気象"}, landing_page=None)
    item = csl_item(record)
    assert item["title"] == "気象"
    assert "author" not in item
    assert item["URL"] == record.iri


def test_nothing_of_a_hostile_record_ends_its_field():
    record = dataset(
        1,
        title={"en": "}} @misc{evil, \\input{/etc/passwd} " + HOSTILE},
        publisher={"name": "} \\write18{rm}"},
        identifiers=("doi:10.1/}\\evil{",),
    )
    text = bibtex_of(record)
    bare = re.sub(r"\\text\w+\{\}|\\.", "", text)
    assert bare.count("{") == bare.count("}")
    depths = [bare[:place].count("{") - bare[:place].count("}") for place in range(len(bare) - 2)]
    assert min(depths[6:]) == 1
    assert "\\input" not in text
    assert "\\write" not in text
