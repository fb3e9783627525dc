"""Catalogue files that no one here wrote, harvested over HTTP: each count, and why it is so."""

from __future__ import annotations

from catalogue_files import PUBLISHED
from harvest_hand import Hand, Site, site

from officina_hub.federation.harvest import Harvested


def served(peer: Site, folder: str, *suffixes: str) -> list[str]:
    """The files of a folder on the peer's server, and their paths there."""
    files = sorted(path for path in (PUBLISHED / folder).rglob("*") if path.suffix in suffixes)
    paths = [f"/{path.relative_to(PUBLISHED).as_posix()}" for path in files]
    peer.pages |= {to: path.read_bytes() for to, path in zip(paths, files, strict=True)}
    return paths


def harvested(hand: Hand, peer: Site, kind: str, paths: list[str]) -> list[Harvested]:
    """Each as a peer of its own would be."""
    return [hand.harvest(kind, peer.address(path)) for path in paths]


def counts(reports: list[Harvested]) -> tuple[int, int, int]:
    """Peers, records taken (whether new or another file had them), records refused."""
    told = [report.figures for report in reports]
    taken = sum(each.added + each.updated + each.unchanged for each in told)
    return len(reports), taken, sum(each.rejected for each in told)


def reasons(reports: list[Harvested]) -> str:
    return "\n".join(f"{told.where}: {told.reason}" for one in reports for told in one.rejected)


def test_dcat_ap_examples(hand: Hand):
    """15 examples in two forms; most leave out the description that DCAT-AP makes mandatory, and
    two are no Turtle, whose JSON-LD has six such records.
    """
    with site() as peer:
        turtle = harvested(hand, peer, "dcat-ap", served(peer, "dcat-ap", ".ttl"))
        linked = harvested(hand, peer, "dcat-ap", served(peer, "dcat-ap", ".jsonld"))
    assert {report.verdict for report in turtle + linked} == {"fresh"}
    assert counts(turtle) == (15, 6, 29)
    assert reasons(turtle).count("it has no description") == 27
    assert reasons(turtle).count("cannot be understood as RDF") == 2
    assert counts(linked) == (15, 7, 33)
    assert reasons(linked).count("it has no description") == 33


def test_croissant_examples(hand: Hand):
    with site() as peer:
        reports = harvested(hand, peer, "croissant", served(peer, "croissant", ".json"))
    assert counts(reports) == (30, 29, 1)
    assert "huggingface-squad.json, /: it has no usable title" in reasons(reports)


def test_self_descriptions_of_gaia_x(hand: Hand):
    """A service offering and a legal person are taken; a gx:Resource may be data or a machine."""
    with site() as peer:
        reports = harvested(hand, peer, "gaia-x", served(peer, "gaia-x", ".jsonld"))
    assert counts(reports) == (3, 2, 1)
    assert "its type is Resource, and only offerings, data" in reasons(reports)


def test_calendars_of_computing_centres(hand: Hand):
    with site() as peer:
        reports = harvested(hand, peer, "icalendar", served(peer, "tess/icalendar", ".ics"))
    assert counts(reports) == (3, 3, 0)


def test_pages_of_training_networks_by_their_sitemaps(hand: Hand):
    """What the sitemaps name stands on the peer's server, under the names that they say."""
    gtn, hsf = PUBLISHED / "tess/gtn", PUBLISHED / "tess/hsftraining"
    material = "/training-material/topics/introduction"
    with site() as peer:
        assert peer.server
        hand.port = peer.server.port
        peer.pages = {
            "/sitemap.xml": (gtn / "sitemap.xml").read_bytes().replace(b"https:", b"http:"),
            f"{material}/slides/introduction.html": (gtn / "slides-introduction.html").read_bytes(),
            f"{material}/tutorials/galaxy-intro-101/tutorial.html": (
                gtn / "galaxy-intro-101.html"
            ).read_bytes(),
            "/page-with-no-bioschemas": (gtn / "faq.html").read_bytes(),
            "/sitemap.txt": (hsf / "sitemap.txt").read_bytes().replace(b"https:", b"http:"),
            "/python-novice-inflammation": (hsf / "python-novice-inflammation.html").read_bytes(),
            "/hsf-training-scikit-hep-webpage/": (
                hsf / "hsf-training-scikit-hep-webpage.html"
            ).read_bytes(),
        }
        first = hand.harvest("sitemap", peer.address("/sitemap.xml"))
        second = hand.harvest("sitemap", peer.address("/sitemap.txt"))
    # Of six addresses two have a training, one has none, and three are not there.
    assert (counts([first]), first.without_records) == ((1, 2, 3), 1)
    assert reasons([first]).count("answered 404") == 3
    # Of three one has a training, one has none, and one is not there.
    assert (counts([second]), second.without_records) == ((1, 1, 1), 1)
