"""What exporters write, as the codes of the vocabularies."""

from __future__ import annotations

from datetime import date

import pytest

from officina_hub.catalogue.readers import authority
from officina_hub.catalogue.readers.dates import day_of, minutes_of
from officina_hub.catalogue.readers.licences import licence_of

EU = "http://publications.europa.eu/resource/authority"


@pytest.mark.parametrize(
    ("raw", "code"),
    [(f"{EU}/language/DEU", "de"), ("fi", "fi"), ("sv-FI", "sv"), ("ger", "de"), ("smn", "smn"),
     ("English", "en"), ("no such tongue", None), (f"{EU}/country/DEU", None)],
)  # fmt: skip
def test_languages_become_iso_639(raw, code):
    assert authority.language_of(raw) == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [(f"{EU}/file-type/CSV", "CSV"), ("text/csv", "CSV"), (".csv", "CSV"), ("geojson", "GEOJSON"),
     ("https://www.iana.org/assignments/media-types/application/json", "JSON"),
     ("http://publications.europa.eu/resource/authority/file-type/RDF_TURTLE", "RDF_TURTLE"),
     ("application/x-odd", None), ("a sheet of paper", None)],
)  # fmt: skip
def test_formats_become_file_types(raw, code):
    assert authority.file_type_of(raw) == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [("http://creativecommons.org/licenses/by/4.0/deed.fi", "CC-BY-4.0"),
     ("https://creativecommons.org/publicdomain/zero/1.0/", "CC0-1.0"),
     (f"{EU}/licence/CC_BYNCSA_4_0", "CC-BY-NC-SA-4.0"), (f"{EU}/licence/CC0", "CC0-1.0"),
     ("https://spdx.org/licenses/MIT.html", "MIT"), ("apache-2.0", "Apache-2.0"),
     ("https://choosealicense.com/licenses/cc0-1.0/", "CC0-1.0"),
     ("http://dcat-ap.de/def/licenses/dl-by-de/2.0", "DL-DE-BY-2.0"),
     ("our own terms", "our own terms"),
     ("https://choosealicense.com/licenses/undefined/",
      "https://choosealicense.com/licenses/undefined/")],
)  # fmt: skip
def test_licences_become_spdx_ids_or_stay_as_given(raw, code):
    assert licence_of(raw) == code


@pytest.mark.parametrize(
    ("raw", "code"),
    [(f"{EU}/frequency/ANNUAL", "ANNUAL"), ("http://purl.org/cld/freq/daily", "DAILY"),
     ("R/P1Y", "ANNUAL"),
     ("yearly or so", None)],
)  # fmt: skip
def test_frequencies_become_the_eus(raw, code):
    assert authority.frequency_of(raw) == code


def test_rights_of_access_and_countries_become_codes():
    assert authority.access_of(f"{EU}/access-right/NON_PUBLIC") == "NON_PUBLIC"
    assert authority.access_of("http://purl.org/coar/access_right/c_abf2") == "PUBLIC"
    assert authority.access_of(f"{EU}/access-right/SENSITIVE") is None
    assert authority.country_of(f"{EU}/country/GRC") == "GR"
    assert authority.country_of("fi") is None


@pytest.mark.parametrize(
    ("raw", "first", "last"),
    [("2024", date(2024, 1, 1), date(2024, 12, 31)),
     ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
     ("2022-10-18 14:23:35 +0000", date(2022, 10, 18), date(2022, 10, 18)),
     ("2024-02-30", None, None), ("0000", None, None), ("2024-13", None, None),
     ("31.12.2024", None, None), ("٢٠٢٤", None, None)],
)  # fmt: skip
def test_days_are_of_the_calendar(raw, first, last):
    assert day_of(raw) == first
    assert day_of(raw, is_end=True) == last


@pytest.mark.parametrize(
    ("raw", "minutes"),
    [("PT1H30M", 90), ("pt45m", 45), ("P1W", 10_080), ("P1M", None), ("P", None),
     ("2 hours", None)],
)  # fmt: skip
def test_lengths_of_time_become_minutes(raw, minutes):
    assert minutes_of(raw) == minutes
