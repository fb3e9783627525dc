"""Peers that are one document, or pages that lead from one to the next."""

from __future__ import annotations

import pytest
from harvest_hand import Hand, figures, site, turtle
from strangers import Caller

from officina_hub.federation.fetching import FetchLimits

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VEVENT
UID:gpu@example.org
SUMMARY:GPU school
DTSTART:20270301T090000Z
{status}END:VEVENT
END:VCALENDAR
"""


def page(number: int, *names: str, further: int | None = None, title: str = "The") -> bytes:
    view = f"<?page={number}> a hydra:PartialCollectionView"
    more = f"{view} ; hydra:next <?page={further}> ." if further else f"{view} ."
    return turtle(*names, title=title, more=more)


def test_a_catalogue_is_taken_and_not_read_again_while_it_stays_the_same(hand: Hand):
    with site({"/c.ttl": turtle("a", "b")}) as peer:
        first = hand.harvest("dcat-ap", peer.address("/c.ttl"))
        assert figures(first) == (2, 0, 0, 0)
        assert (first.verdict, first.fetched) == ("fresh", 1)
        again = hand.harvest("dcat-ap", peer.address("/c.ttl"))
        assert figures(again) == (0, 0, 0, 0)
        assert (again.fetched, again.unchanged) == (0, 1)
        peer.pages["/c.ttl"] = turtle("b", "c", title="Our")
        assert figures(hand.harvest("dcat-ap", peer.address("/c.ttl"))) == (1, 1, 1, 0)
    assert set(hand.shown()) == {"https://data.example/b", "https://data.example/c"}


def test_pages_are_followed_and_only_what_changed_is_read(hand: Hand):
    pages = {
        "/c.ttl": page(1, "a", further=2),
        "/c.ttl?page=2": page(2, "b", further=3),
        "/c.ttl?page=3": page(3, "c"),
    }
    with site(dict(pages)) as peer:
        assert figures(hand.harvest("dcat-ap", peer.address("/c.ttl"))) == (3, 0, 0, 0)
        peer.pages["/c.ttl?page=2"] = page(2, "d", further=3)
        report = hand.harvest("dcat-ap", peer.address("/c.ttl"))
    assert figures(report) == (1, 0, 1, 0)
    assert (report.fetched, report.unchanged) == (1, 2)
    assert [iri[-1] for iri in sorted(hand.shown())] == ["a", "c", "d"]


@pytest.mark.parametrize(
    "link",
    [
        '</2.ttl>; rel="next"',
        '</1.ttl>; rel=first, </2.ttl>; title="a, b"; REL="last next"',
        "<https://elsewhere.example/>; rel=license, <2.ttl>;rel=next",
    ],
    ids=["plain", "among others", "relative"],
)
def test_pages_are_followed_by_the_header_link_too(hand: Hand, link: str):
    def first(caller: Caller) -> None:
        caller.answer(200, turtle("a"), Content_Type="text/turtle", Link=link)

    def last(caller: Caller) -> None:
        caller.answer(200, turtle("b"), Content_Type="text/turtle", Link="</1.ttl>; rel=prev")

    with site({"/1.ttl": first, "/2.ttl": last}) as peer:
        assert figures(hand.harvest("dcat-ap", peer.address("/1.ttl"))) == (2, 0, 0, 0)
        peer.pages["/2.ttl"] = lambda caller: caller.answer(500)
        report = hand.harvest("dcat-ap", peer.address("/1.ttl"))
        # What could not be had is not taken for gone.
        assert (report.figures.deleted, len(hand.shown())) == (0, 2)


def test_pages_that_lead_in_a_circle_are_read_once(hand: Hand):
    pages = {"/c.ttl": page(1, "a", further=2), "/c.ttl?page=2": page(2, "b", further=1)}
    pages["/c.ttl?page=1"] = page(1, "a", further=2)
    with site(dict(pages)) as peer:
        report = hand.harvest("dcat-ap", peer.address("/c.ttl"))
        assert len(peer.asked()) == 3
    assert report.figures.added == 2


def test_nothing_is_withdrawn_where_a_page_could_not_be_had(hand: Hand):
    pages = {"/c.ttl": page(1, "a", further=2), "/c.ttl?page=2": page(2, "b")}
    with site(dict(pages)) as peer:
        hand.harvest("dcat-ap", peer.address("/c.ttl"))
        peer.pages["/c.ttl?page=2"] = lambda caller: caller.answer(404)
        peer.pages["/c.ttl"] = page(1, "x", further=2)
        report = hand.harvest("dcat-ap", peer.address("/c.ttl"))
    assert (report.verdict, report.figures.added, report.figures.deleted) == ("unreachable", 1, 0)
    assert "404" in report.why
    assert report.left_out.endswith("?page=2, which is not here")
    assert [iri[-1] for iri in sorted(hand.shown())] == ["a", "b", "x"]


def test_a_page_that_broke_loses_nothing_and_the_others_go_on(hand: Hand):
    pages = {"/c.ttl": page(1, "a", further=2), "/c.ttl?page=2": page(2, "b")}
    with site(dict(pages)) as peer:
        hand.harvest("dcat-ap", peer.address("/c.ttl"))
        peer.pages["/c.ttl?page=2"] = b"this is no Turtle"
        report = hand.harvest("dcat-ap", peer.address("/c.ttl"))
    assert figures(report) == (0, 0, 0, 1)
    assert "?page=2" in report.rejected[0].where
    assert len(hand.shown()) == 2


def test_a_catalogue_that_is_empty_of_a_sudden_loses_nothing(hand: Hand):
    with site({"/c.ttl": turtle("a")}) as peer:
        hand.harvest("dcat-ap", peer.address("/c.ttl"))
        peer.pages["/c.ttl"] = turtle()
        assert figures(hand.harvest("dcat-ap", peer.address("/c.ttl"))) == (0, 0, 0, 1)
    assert len(hand.shown()) == 1


def test_a_dry_run_tells_and_writes_nothing(hand: Hand):
    with site({"/c.ttl": turtle("a", "b")}) as peer:
        told = hand.harvest("dcat-ap", peer.address("/c.ttl"), dry_run=True)
        assert (figures(told), hand.shown()) == ((2, 0, 0, 0), {})
        hand.harvest("dcat-ap", peer.address("/c.ttl"))
        peer.pages["/c.ttl"] = (
            turtle("b", "c", title="Our") + b"<https://x.example/> a dcat:Datset ."
        )
        told = hand.harvest("dcat-ap", peer.address("/c.ttl"), dry_run=True)
        assert figures(told) == (1, 1, 1, 1)
        assert figures(hand.harvest("dcat-ap", peer.address("/c.ttl"))) == (1, 1, 1, 1)


def test_a_calendar_takes_back_what_it_cancels(hand: Hand):
    with site({"/e.ics": CALENDAR.format(status="").encode()}) as peer:
        assert figures(hand.harvest("icalendar", peer.address("/e.ics"))) == (1, 0, 0, 0)
        peer.pages["/e.ics"] = CALENDAR.format(status="STATUS:CANCELLED\n").encode()
        report = hand.harvest("icalendar", peer.address("/e.ics"))
    assert (report.figures.deleted, hand.shown()) == (1, {})


def test_a_peer_that_answers_endlessly_is_told_and_loses_nothing(hand: Hand):
    def endless(caller: Caller) -> None:
        caller.say(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            caller.say(b"# so much\n" * 1000)

    with site({"/c.ttl": turtle("a")}) as peer:
        hand.harvest("dcat-ap", peer.address("/c.ttl"))
        peer.pages["/c.ttl"] = endless
        limits = FetchLimits(answer_bytes=100_000)
        report = hand.harvest("dcat-ap", peer.address("/c.ttl"), limits=limits)
    assert (report.verdict, report.figures.deleted) == ("too-large", 0)
    assert len(hand.shown()) == 1


def test_another_hubs_course_is_not_taken_for_one_of_this_hub(hand: Hand):
    line = (
        b'{"kind": "training", "iri": "https://a.example/c", "title": {"en": "C"}, '
        b'"course_id": "first-steps"}\n'
    )
    with site({"/records.jsonl": line}) as peer:
        hand.harvest("croissant", peer.address("/records.jsonl"))
    assert [record.get("course_id") for record in hand.shown().values()] in ([], [None])
