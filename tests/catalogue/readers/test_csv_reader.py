"""Tables with a mapping of columns, and the mappings that cannot be."""

from __future__ import annotations

import pytest
from catalogue_files import only, refusal, refused, taken

from officina_hub.catalogue.readers import ColumnMapping, MappingError, read_mapping

MAPPING = """
kind = "dataset"
language = "fi"
separator = "|"

[columns]
"Tunniste" = "iri"
"Nimi" = "title"
"Name" = "title.en"
"Kuvaus" = "description"
"Teemat" = "themes"
"Lisenssi" = "licence"
"Muutettu" = "modified"
"Posti" = "contact_point.email"
"Tiedosto" = "distributions.access_url"
"Muoto" = "distributions.format"

[constants]
"publisher.name" = "CSC"
"access_rights" = "PUBLIC"
"""
HEADER = "Tunniste;Nimi;Name;Kuvaus;Teemat;Lisenssi;Muutettu;Posti;Tiedosto;Muoto\n"
ROW = (
    'https://example.org/1;Sää;Weather;"Tunneittain;\nkoko maa";ENVI|AGRI;cc-by-4.0;2024-05-06;'
    "a@example.org;https://example.org/w.csv;text/csv\n"
)


@pytest.fixture
def mapping(tmp_path) -> ColumnMapping:
    path = tmp_path / "columns.toml"
    path.write_text(MAPPING, encoding="utf-8")
    return read_mapping(path)


def test_each_column_goes_into_its_field(reading, mapping):
    read = only(reading("weather.csv", HEADER + ROW, mapping=mapping))
    record = read.record
    assert record.title == {"fi": "Sää", "en": "Weather"}
    assert record.description == {"fi": "Tunneittain;\nkoko maa"}
    assert record.themes == ("ENVI", "AGRI")
    assert record.licence == "CC-BY-4.0"
    assert record.modified.isoformat() == "2024-05-06"
    assert record.contact_point.email == "a@example.org"
    assert record.publisher.name == "CSC"
    assert record.access_rights == "PUBLIC"
    (one,) = record.distributions
    assert (one.access_url, one.format) == ("https://example.org/w.csv", "CSV")
    assert read.where == "line 2"  # where the row begins


def test_rows_that_cannot_be_do_not_stop_the_others(reading, mapping):
    text = HEADER + ROW + ";;;;;;;;;\n" + ";No IRI;;;;;;;;\n" + ROW + ROW.replace("/1;", "/2;")
    reads = reading("weather.csv", text, mapping=mapping)
    assert [read.record.iri[-1] for read in taken(reads)] == ["1", "2"]
    assert [read.where for read in refused(reads)] == ["line 5", "line 6"]
    assert "no usable iri" in refused(reads)[0].reason
    assert "the record at line 2" in refused(reads)[1].reason


def test_columns_named_as_fields_need_no_mapping(reading):
    text = "kind\tiri\ttitle.en\tkeywords\nservice\thttps://example.org/s\tHelp\ta|b\n"
    record = only(reading("services.tsv", text)).record
    assert (record.kind, record.title, record.keywords) == ("service", {"en": "Help"}, ("a", "b"))


def test_a_table_without_mapping_and_names_says_what_it_needs(reading):
    one = refusal(reading("a.csv", "A,B\n1,2\n3,4\n"))
    assert one.where == "line 1"
    assert "--mapping" in one.reason


def test_a_row_of_no_kind_is_refused_alone(reading):
    text = "kind,iri,title\nthing,https://example.org/t,T\nservice,https://example.org/s,S\n"
    reads = reading("a.csv", text)
    assert [read.where for read in refused(reads)] == ["line 2"]
    assert len(taken(reads)) == 1


def test_a_table_in_latin_1_is_read_and_the_note_says_so(reading, mapping):
    read = only(reading("weather.csv", (HEADER + ROW).encode("latin-1"), mapping=mapping))
    assert read.record.title["fi"] == "Sää"
    assert "not UTF-8" in read.notes[0]


@pytest.mark.parametrize(
    "text",
    ['x;"never ends\nand on\n', 'x;"ends\nin the next;"Row"\n'],
    ids=["never", "too-late"],
)
def test_a_quote_left_open_refuses_the_file_at_the_line_where_it_opens(reading, mapping, text):
    one = refusal(reading("a.csv", HEADER + text, mapping=mapping))
    assert one.where == "line 2"
    assert "swallows what follows" in one.reason


@pytest.mark.parametrize(
    ("row", "cells"), [("s,S,with, comma", 5), ("s,S", 3)], ids=["more", "fewer"]
)
def test_a_row_of_more_or_fewer_cells_than_columns_is_refused_alone(reading, row, cells):
    header, good = "kind,iri,title,tagline\n", "service,https://example.org/s,S,t\n"
    reads = reading("a.csv", f"{header}service,https://example.org/{row}\n{good}")
    (one,) = refused(reads)
    assert one.where == "line 2"
    assert f"{cells} cells and the header 4 columns" in one.reason
    assert "between double quotes" in one.reason
    assert len(taken(reads)) == 1


@pytest.mark.parametrize(
    ("row", "title"),
    [
        ('"Rain" now,t', "Rain now"),
        ('"Rain" ,t', "Rain"),
        ('"Alpha" and "Beta",t', 'Alpha and "Beta"'),
        ("Rain,t,,", "Rain"),
    ],
    ids=["goes-on", "blank-after-it", "two", "empty-cells-after-the-last"],
)
def test_what_makes_no_cell_unclear_is_taken(reading, row, title):
    header, good = "kind,iri,title,tagline\n", "service,https://example.org/s,S,t\n"
    reads = reading("a.csv", f"{header}service,https://example.org/r,{row}\n{good}")
    assert [[*read.record.title.values()] for read in taken(reads)] == [[title], ["S"]]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('kind = "dataset"', 'kind = "thing"'), "kind"),
        (('= "title.en"', '= "titel"'), "'titel', which a dataset does not have"),
        (('"contact_point.email"', '"contact_point.phone"'), "contact_point.phone"),
        (("[columns]", "[columns"), "Expected"),
        (("[columns]", f"a = {'9' * 5000}\n[columns]"), "more than the 64 bits"),
        (("[columns]", f"a = {'[' * 5000}"), "nested too deep"),
        (('language = "fi"', 'langage = "fi"'), "langage"),
    ],
    ids=["kind", "field", "part", "toml", "digits", "deep", "key"],
)
def test_a_mapping_that_cannot_be_says_what_to_mend(tmp_path, change, told):
    path = tmp_path / "columns.toml"
    path.write_text(MAPPING.replace(*change), encoding="utf-8")
    with pytest.raises(MappingError, match=r"columns\.toml") as error:
        read_mapping(path)
    assert told in str(error.value)
