"""Files that are no text, too much, or of no kind: one refusal each, with where and why."""

from __future__ import annotations

import json

import pytest
from catalogue_files import only, refusal, refused, taken

from officina_hub.catalogue.readers import Limits

TURTLE = (
    "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n@prefix dct: <http://purl.org/dc/terms/> .\n"
    '<https://example.org/d> a dcat:Dataset ; dct:title "Sää"@fi ; dct:description "Tänään."@fi .'
)


def test_a_nul_byte_is_refused_with_its_line(reading):
    one = refusal(reading("a.ttl", TURTLE.encode() + b"\n\0"))
    assert one.where == "line 4"
    assert "NUL" in one.reason


def test_utf_16_is_refused_and_utf_8_asked_for(reading):
    assert "UTF-16" in refusal(reading("a.json", '{"name": "x"}'.encode("utf-16"))).reason


def test_latin_1_called_utf_8_is_read_with_a_note(reading):
    read = only(reading("a.ttl", TURTLE.encode("latin-1")))
    assert read.record.title == {"fi": "Sää"}
    assert "not UTF-8 and was read as Latin-1" in read.notes[0]


def test_two_encodings_in_one_file_are_refused_with_the_line(reading):
    one = refusal(reading("a.ttl", TURTLE.encode() + b"\n# p\xe4iv\xe4\n"))
    assert one.where == "line 4"
    assert "0xe4" in one.reason


def test_a_byte_order_mark_is_nothing(reading):
    assert only(reading("a.ttl", b"\xef\xbb\xbf" + TURTLE.encode())).notes == ()


def test_a_missing_comma_in_json_is_refused_with_line_and_column(reading):
    one = refusal(reading("a.json", '{\n  "@type": "sc:Dataset"\n  "name": "x"\n}'))
    assert one.where == "line 3, column 3"
    assert "Expecting ',' delimiter" in one.reason


@pytest.mark.parametrize("depth", [100, 100_000])
def test_json_deeper_than_anybody_writes_is_refused(reading, depth):
    text = '{"a":' * depth + "1" + "}" * depth
    assert "levels deep" in refusal(reading("a.json", text)).reason


def test_a_number_of_ten_thousand_digits_is_read_as_text(reading):
    text = '{"@type": "Course", "name": "x", "url": "https://example.org/c", "version": %s}'
    record = only(reading("a.json", text % ("1" * 10_000))).record
    assert record.version == "1" * 500


def test_a_surrogate_alone_and_a_nul_in_a_text_are_taken_out(reading):
    document = {"@type": "Course", "name": "a\ud800b\0c", "url": "https://example.org/c"}
    record = only(reading("a.json", json.dumps(document))).record
    assert record.title == {"und": "a\ufffdbc"}


def test_a_file_larger_than_is_read_is_refused(reading):
    one = refusal(reading("a.ttl", TURTLE, limits=Limits(file_bytes=50)))
    assert "split it" in one.reason


def test_a_record_larger_than_is_kept_is_refused_alone(reading):
    small = {"@type": "Course", "name": "c", "url": "https://example.org/c"}
    texts = [
        {"@value": "long " * 4_000, "@language": f"{a}{b}"} for a in "abcdefgh" for b in "pqrstuvw"
    ]
    large = {**small, "url": "https://example.org/l", "name": texts}
    reads = reading("a.json", json.dumps([large, small]))
    assert [read.record.iri for read in taken(reads)] == ["https://example.org/c"]
    (one,) = refused(reads)
    assert (one.where, one.reason.partition(",")[0]) == ("/0", "it is larger than 1 MiB")


def test_what_no_reader_foresaw_is_one_refusal_and_a_trace_in_the_log(reading, monkeypatch, caplog):
    def stumble(node, draft):
        raise KeyError("odd")

    courses = [{"@type": "Course", "name": "c", "url": "https://example.org/c"}] * 2
    with monkeypatch.context() as patched:
        patched.setattr("officina_hub.catalogue.readers.training.training", stumble)
        first, second = reading("a.json", json.dumps(courses))
    assert (first.where, second.where) == ("/0", "/1")
    assert "did not expect (KeyError: 'odd')" in first.reason
    assert "Traceback" in caplog.text


@pytest.mark.parametrize(
    ("term", "value"),
    [("maximumAttendeeCapacity", "9" * 5_000), ("startDate", "0001-01-01T00:00:00+14:00"),
     ("name", "a\ud800"), ("timeRequired", "P9999999D")],
)  # fmt: skip
def test_numbers_and_moments_beyond_all_measure_lose_their_field_only(reading, term, value):
    event = {"@type": "Event", "name": "E", "startDate": "2026-01-01", term: value}
    assert only(reading("a.json", json.dumps(event))).record.kind == "training"


def test_more_records_than_are_read_end_with_a_refusal(reading):
    courses = [
        {"@type": "Course", "name": f"c{n}", "url": f"https://example.org/{n}"} for n in range(5)
    ]
    reads = reading("a.json", json.dumps(courses), limits=Limits(records=3))
    assert len(reads) == 4
    assert "more than 3 records" in reads[-1].reason


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.bin", b""),
        ("notes.md", b"hello"),
        ("a.json", b"[]"),
        ("a.json", b'{"title": "CKAN"}'),
    ],
    ids=["empty", "notes", "list", "other-json"],
)
def test_a_file_of_no_kind_says_which_kinds_there_are(reading, name, content):
    one = refusal(reading(name, content))
    assert one.where == "the file"
    assert "its format is none that is read here: " in one.reason
    assert "DCAT-AP" in one.reason


def test_json_that_is_one_value_is_refused(reading):
    assert "one value and no document" in refusal(reading("a.json", '"@id"')).reason


@pytest.mark.parametrize("name", ["empty.ttl", "empty.json", "empty.yaml", "empty.csv", "e.html"])
def test_an_empty_file_never_stops_the_run(reading, name):
    assert all(not hasattr(read, "record") for read in reading(name, b""))


GRAPH = '{"@context": {"@vocab": "https://schema.org/"}, "@graph": [%s, "x", null]}'
DCAT_GRAPH = """{"@context": {"dcat": "http://www.w3.org/ns/dcat#", "dct": "http://purl.org/dc/terms/"},
 "@graph": [{"@id": "https://example.org/d", "@type": "dcat:Dataset", "dct:title": "D",
 "dct:description": "Of it."}, "x"]}"""
COURSE = '{"@type": "Course", "name": "A", "url": "https://example.org/a"}'
TABLES = '{"@type": "Dataset", "name": "A", "conformsTo": "http://mlcommons.org/croissant/1.0"}'
CUT = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:B\n"
NESTED = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:B\nBEGIN:VEVENT\nSUMMARY:A\nEND:VEVENT\n"


@pytest.mark.parametrize(
    ("name", "text", "where"),
    [
        ("a.json", GRAPH % COURSE, "/@graph/1"),
        ("a.json", GRAPH % TABLES, "/@graph/1"),
        ("a.jsonld", DCAT_GRAPH, "/@graph/1"),
        ("a.html", f'<script type="application/ld+json">{GRAPH % COURSE}</script>',
         "line 1, /@graph/1"),
        ("a.ics", CUT, "line 5"),
        ("a.ics", NESTED, "line 2"),
    ],
    ids=["training", "croissant", "dcat", "page", "calendar-cut", "calendar-nested"],
)  # fmt: skip
def test_nothing_among_records_is_passed_over(reading, name, text, where):
    reads = reading(name, text)
    assert len(taken(reads)) == 1
    assert [each.where for each in refused(reads)] == [where]


@pytest.mark.parametrize(
    ("name", "text", "where", "told"),
    [
        ("a.ttl", "\n\nx:a <b> <c> .", "line 3", "understood as RDF: a prefix is used that"),
        ("a.json", '{"a": 1,\n "b" 2}', "line 2, column 6", "no JSON: a colon is missing"),
        ("a.yaml", "a: *x\n", "line 1, column 4", "safely: an alias (*) names an anchor"),
        ("a.rdf", "<rdf>\n<a>", "line 2, column 4", "no XML: an element is not closed"),
    ],
    ids=["turtle", "json", "yaml", "xml"],
)
def test_what_is_no_syntax_is_told_in_our_words_before_the_library_s(
    reading, name, text, where, told
):
    one = refusal(reading(name, text))
    assert one.where == where
    assert told in one.reason
    assert one.reason.index("mend it there") < one.reason.index("(the reader's words:")
