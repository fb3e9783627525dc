"""Training pages that a sitemap lists."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

from harvest_hand import Hand, Site, figures, site

from officina_hub.federation.fetching import FetchLimits

YESTERDAY = "2026-01-01"


def training(name: str, title: str = "A course") -> bytes:
    about = {"@context": "https://schema.org/", "@type": "Course", "name": f"{title} {name}"}
    block = json.dumps(about | {"description": "D", "keywords": "k"})
    return f'<html><script type="application/ld+json">{block}</script></html>'.encode()


def listing(peer: Site, *paths: str, changed: str = YESTERDAY) -> bytes:
    urls = "".join(
        f"<url><loc> {peer.address(path)} </loc><lastmod>{changed}</lastmod></url>"
        for path in paths
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'
    ).encode()


def with_pages(peer: Site, *names: str) -> None:
    peer.pages |= {f"/{name}.html": training(name) for name in names}
    peer.pages["/sitemap.xml"] = listing(peer, *(f"/{name}.html" for name in names))


def test_only_pages_whose_day_changed_are_asked_for(hand: Hand):
    with site() as peer:
        with_pages(peer, "a", "b")
        assert figures(hand.harvest("sitemap", peer.address("/sitemap.xml"))) == (2, 0, 0, 0)
        peer.asked()
        report = hand.harvest("sitemap", peer.address("/sitemap.xml"))
        assert peer.asked() == ["/sitemap.xml", "/robots.txt"]
        assert (report.unchanged, report.figures.deleted) == (2, 0)
        peer.pages["/a.html"] = training("a", "Our course")
        peer.pages["/sitemap.xml"] = listing(peer, "/a.html", changed="2026-02-02")
        report = hand.harvest("sitemap", peer.address("/sitemap.xml"))
    assert figures(report) == (0, 1, 1, 0)
    assert list(hand.shown()) == [peer.address("/a.html")]


def test_a_page_that_changed_today_may_change_once_more(hand: Hand):
    with site() as peer:
        with_pages(peer, "a")
        today = datetime.now(UTC).date().isoformat()
        peer.pages["/sitemap.xml"] = listing(peer, "/a.html", changed=today)
        hand.harvest("sitemap", peer.address("/sitemap.xml"))
        peer.pages["/a.html"] = training("a", "Our course")
        assert hand.harvest("sitemap", peer.address("/sitemap.xml")).figures.updated == 1


def test_indexes_gzip_and_plain_text_are_read(hand: Hand):
    with site({f"/{name}.html": training(name) for name in "abc"}) as peer:
        peer.pages["/text.txt"] = f"{peer.address('/a.html')}\n{peer.address('/b.html')}\n".encode()
        peer.pages["/packed.xml.gz"] = gzip.compress(listing(peer, "/c.html"))
        peer.pages["/sitemap.xml"] = (
            '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
            f"<sitemap><loc>{peer.address('/text.txt')}</loc></sitemap>"
            "<sitemap><loc>/packed.xml.gz</loc></sitemap></sitemapindex>"
        ).encode()
        assert figures(hand.harvest("sitemap", peer.address("/sitemap.xml"))) == (3, 0, 0, 0)


def test_pages_without_records_are_told_apart_and_one_bad_page_stops_nothing(hand: Hand):
    with site() as peer:
        with_pages(peer, "a", "b", "c")
        peer.pages["/b.html"] = b"<html>about us</html>"
        peer.pages["/c.html"] = b'<html><script type="application/ld+json">{"@type"</script></html>'
        peer.pages["/sitemap.xml"] = listing(peer, "/a.html", "/b.html", "/c.html", "/none.html")
        report = hand.harvest("sitemap", peer.address("/sitemap.xml"))
    assert figures(report) == (1, 0, 0, 2)
    assert report.pages_without_records == (peer.address("/b.html"),)
    assert {told.where.rpartition("/")[2][:6] for told in report.rejected} == {"c.html", "none.h"}


def test_a_page_that_cannot_be_had_for_once_keeps_its_record_and_a_gone_one_does_not(hand: Hand):
    with site() as peer:
        with_pages(peer, "a", "b", "c")
        hand.harvest("sitemap", peer.address("/sitemap.xml"))
        paths = ("/a.html", "/b.html", "/c.html")
        peer.pages["/sitemap.xml"] = listing(peer, *paths, changed="2026-02-02")
        peer.pages["/b.html"] = lambda caller: caller.answer(500)
        del peer.pages["/c.html"]
        report = hand.harvest("sitemap", peer.address("/sitemap.xml"))
    assert figures(report) == (0, 0, 1, 2)
    assert set(hand.shown()) == {peer.address("/a.html"), peer.address("/b.html")}
    came = {told.where.rpartition("/")[2]: told.was_fetched for told in report.rejected}
    assert came == {"b.html": False, "c.html": True}


def test_what_robots_txt_asks_is_heeded(hand: Hand):
    with site() as peer:
        with_pages(peer, "a", "b")
        peer.pages["/robots.txt"] = b"User-agent: *\nDisallow: /b.html\n"
        report = hand.harvest("sitemap", peer.address("/sitemap.xml"))
        assert "/b.html" not in peer.asked()
    assert figures(report) == (1, 0, 0, 1)
    assert "robots.txt" in report.rejected[0].reason


def test_a_sitemap_cannot_send_this_hub_to_many_hosts_or_inside(hand: Hand):
    with site({"/a.html": training("a")}) as peer:
        hand.port = peer.server.port if peer.server else None
        hosts = [f"http://h{number}.example/a.html" for number in range(20)]
        lines = [peer.address("/a.html"), "http://127.0.0.1/secret", *hosts]
        peer.pages["/sitemap.txt"] = "\n".join(lines).encode()
        report = hand.harvest("sitemap", peer.address("/sitemap.txt"))
    reasons = [told.reason for told in report.rejected]
    assert sum("more than 10 hosts" in reason for reason in reasons) == 12
    assert sum("private network or of this machine" in reason for reason in reasons) == 1
    inside = next(told for told in report.rejected if "private network" in told.reason)
    assert not inside.was_fetched
    assert report.figures.added == 9


def test_a_sitemap_that_grows_when_unpacked_or_declares_entities_is_refused(hand: Hand):
    bomb = gzip.compress(b"<urlset>" + b" " * 5_000_000)
    laughs = b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><urlset>&b;</urlset>'
    limits = FetchLimits(answer_bytes=1_000_000)
    with site({"/bomb.xml.gz": bomb, "/laughs.xml": laughs}) as peer:
        report = hand.harvest("sitemap", peer.address("/bomb.xml.gz"), limits=limits)
        assert report.verdict == "too-large"
        report = hand.harvest("sitemap", peer.address("/laughs.xml"), limits=limits)
    assert "entity" in report.rejected[0].reason
