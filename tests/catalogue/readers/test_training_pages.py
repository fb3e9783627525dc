"""Training as pages and JSON-LD describe it, also in the forms that no standard allows."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from time import process_time

import pytest
from catalogue_files import only, refusal, refused, taken

COURSE = {
    "@context": "https://schema.org",
    "@type": "Course",
    "@id": "https://example.org/courses/gpu",
    "http://purl.org/dc/terms/conformsTo": "https://bioschemas.org/profiles/Course/1.0-RELEASE",
    "name": {"@value": "GPU-ohjelmointi", "@language": "fi"},
    "description": "Two days on one GPU.",
    "keywords": "gpu, CUDA",
    "license": {"@type": "CreativeWork", "url": "https://spdx.org/licenses/CC-BY-4.0.html"},
    "inLanguage": "fi-FI",
    "provider": {"@type": "Organization", "name": "CSC"},
    "educationalLevel": {"@type": "DefinedTerm", "name": "Introductory"},
    "teaches": [{"@type": "DefinedTerm", "name": "Kernels"}, "Memory"],
    "timeRequired": "P2D",
    "hasCourseInstance": [
        {
            "@type": "CourseInstance",
            "startDate": "2026-12-01T09:00:00+02:00",
            "endDate": "2026-12-02",
            "courseMode": ["online", "onsite"],
            "location": {"@type": "Place", "name": "Kajaani",
                         "address": {"addressCountry": "FI"}},
            "maximumAttendeeCapacity": 30,
        }
    ],
}  # fmt: skip


def page(*blocks: str, head: str = "") -> str:
    scripts = "\n".join(f'<script type="application/ld+json">{block}</script>' for block in blocks)
    return f"<!doctype html>\n<html><head>{head}</head>\n<body>\n{scripts}\n</body></html>"


def test_a_course_keeps_what_bioschemas_says_of_it(reading):
    record = only(reading("course.jsonld", json.dumps(COURSE))).record
    assert (record.kind, record.type) == ("training", "course")
    assert record.title == {"fi": "GPU-ohjelmointi"}
    assert record.licence == "CC-BY-4.0"
    assert record.languages == ("fi",)
    assert record.educational_level == "beginner"
    assert record.teaches == ("Kernels", "Memory")
    assert record.time_required_minutes == 2 * 24 * 60
    assert record.country == "FI"


def test_its_instances_keep_time_place_and_seats(reading):
    (one,) = only(reading("course.jsonld", json.dumps(COURSE))).record.instances
    assert one.starts_at.astimezone(UTC) == datetime(2026, 12, 1, 7, tzinfo=UTC)
    assert one.ends_at == date(2026, 12, 2)
    assert one.course_mode == ("online", "onsite")
    assert (one.location, one.seats) == ("Kajaani", 30)


def test_a_moment_without_a_zone_keeps_only_its_day(reading):
    event = {"@type": "Event", "name": "Talk", "url": "https://example.org/talk",
             "startDate": "2026-12-01T09:00:00"}  # fmt: skip
    record = only(reading("event.json", json.dumps(event))).record
    assert record.type == "course-instance"
    assert record.instances[0].starts_at == date(2026, 12, 1)


def test_each_block_of_a_page_is_read_and_a_broken_one_told_with_its_line(reading):
    broken = '{\n"@type": "Course"\n"name": "comma missing"}'
    reads = reading("page.html", page(broken, json.dumps(COURSE)))
    assert taken(reads)[0].record.title == {"fi": "GPU-ohjelmointi"}
    (one,) = refused(reads)
    assert one.where == "line 6, column 1"
    assert "Expecting ',' delimiter" in one.reason


def test_a_thing_without_an_address_is_that_of_its_page(reading):
    plain = {"@type": "LearningResource", "name": "Notes"}
    head = '<link href="https://example.org/notes?a=1&amp;b=2" rel="canonical">'
    record = only(reading("page.html", page(json.dumps(plain), head=head))).record
    assert record.iri == record.landing_page == "https://example.org/notes?a=1&b=2"


@pytest.mark.parametrize(
    "block",
    [
        "<!-- {} -->",
        "//<![CDATA[\n{}\n//]]>",
        "<![CDATA[{}]]>",
        "\ufeff {} ",
    ],
    ids=["comment", "cdata", "bare-cdata", "mark"],
)
def test_what_old_pages_wrap_around_json_is_taken_off(reading, block):
    reads = reading("page.html", page(block.replace("{}", json.dumps(COURSE))))
    assert only(reads).record.type == "course"


def test_a_line_end_inside_a_text_is_forgiven(reading):
    text = json.dumps(COURSE).replace("Two days", "Two\ndays")
    assert only(reading("course.json", text)).record.description == {"und": "Two\ndays on one GPU."}


def test_things_in_a_graph_are_read_and_others_left(reading):
    document = {
        "@context": "https://schema.org",
        "@graph": [{"@type": "Organization", "name": "CSC"}, COURSE],
    }
    assert only(reading("page.html", page(json.dumps(document)))).where == "line 4, /@graph/1"


def test_a_page_about_something_else_says_that_nothing_is_described(reading):
    document = {"@type": "BreadcrumbList", "name": "x"}
    assert "no JSON-LD" in refusal(reading("page.html", page(json.dumps(document)))).reason


def test_a_page_that_only_begins_scripts_is_read_in_no_time(reading):
    reads = reading("page.html", "<script" * 200_000 + "<link " * 200_000)
    assert "no JSON-LD" in refusal(reads).reason


@pytest.mark.parametrize(
    "content",
    [
        "<script type=application/ld+json>{}</script>" * 20_000,
        "<script type=application/ld+json>" * 30_000,
        "<script type=application/ld+json>[" + "<link rel=x " * 40_000,
        "<script type" + " " * 500_000,
    ],
    ids=["blocks", "open-blocks", "links", "spaces"],
)
def test_a_page_made_to_be_slow_is_read_in_the_time_of_its_length(reading, content):
    before = process_time()
    reads = reading("page.html", f"<html>{content}")
    assert process_time() - before < 4
    assert not taken(reads)


def test_lines_are_counted_on_through_the_blocks(reading):
    reads = reading("page.html", page('{\n"a":\n1}', "{,", '{"b": 1}', "\n\n{,"))
    assert [read.where.partition(",")[0] for read in refused(reads)] == ["line 7", "line 11"]


def test_script_in_every_text_is_taken_out(reading):
    evil = "<img src=x onerror=alert(1)>safe<script>alert(2)</script>"
    document = {**COURSE, "description": evil, "keywords": [evil], "teaches": [{"name": evil}],
                "provider": {"name": evil}, "name": evil}  # fmt: skip
    record = only(reading("course.json", json.dumps(document))).record
    text = record.model_dump_json()
    assert "<" not in text
    assert "alert" not in text
    assert record.publisher.name == "safe"
