"""Hostile peers are refused with the reason, in bounded memory, time and disk.

Each is harvested as the portal does it, in a process of its own, which may write no file that is
larger than one answer and tells the most memory it ever had.
"""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from harvest_hand import Page, site, turtle
from strangers import Caller, certificate_for, stranger

WATCH = Path(__file__).parents[2] / "support/harvest_watch.py"
MB = 1_000_000
# Beyond the program itself, for answers of 20 MB that are made to take much; others take little.
CEILING_MIB = 700
LITTLE_MIB = 96
CEILING_SECONDS = 20.0  # of CPU
MOST_SECONDS = 60.0
GROWN_BYTES = 2 * MB
BRIEF = {"answer_seconds": 0.5, "read_seconds": 0.4}
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/turtle\r\n"
GOOD = {"@type": "LearningResource", "@id": "https://data.example/good", "name": "Good"}
SCHEMA = {"@vocab": "https://schema.org/"}

Told = dict[str, Any]


class Case(NamedTuple):
    """What stands at the address, and what is to become of it."""

    verdict: str
    words: str
    page: Page
    added: int = 0
    kind: str = "dcat-ap"
    ending: str = ".ttl"
    limits: dict[str, float] = {}  # noqa: RUF012 - read alone
    memory_mib: int | None = None
    ceiling_mib: int = LITTLE_MIB


def endless(caller: Caller) -> None:
    caller.say(HEAD + b"\r\n")
    while True:
        caller.say(b"# so much\n" * 6000)


def dripping(caller: Caller) -> None:
    caller.say(HEAD + b"Content-Length: 100000\r\n\r\n")
    while not caller.is_over.wait(0.02):
        caller.say(b"#")


def bomb(caller: Caller) -> None:
    """A gigabyte of blanks in a megabyte."""
    caller.say(HEAD + b"Content-Encoding: gzip\r\n\r\n")
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    for _ in range(16 * 1024):
        caller.say(packer.compress(b" " * 65536))
    caller.say(packer.flush())


def linked(*things: Told, context: object = SCHEMA) -> bytes:
    return json.dumps({"@context": context, "@graph": [GOOD, *things]}).encode()


def circle() -> bytes:
    """Three that are part of each other, and one that is part of itself."""
    names = [f"https://data.example/{one}" for one in "abc"]
    things = [
        GOOD | {"@id": name, "name": name, "isPartOf": {"@id": names[place - 1]}}
        for place, name in enumerate(names)
    ]
    own = "https://data.example/own"
    return linked(*things, GOOD | {"@id": own, "isPartOf": GOOD | {"@id": own}})


def tiny_triples(count: int) -> bytes:
    return b"".join(b"<d:%d> a <x:y>.\n" % number for number in range(count))


def remote(kind: str) -> Callable[[Caller], None]:
    """A thing whose context is named by an address, and stands there."""

    def page(caller: Caller) -> None:
        context = f"http://{caller.header('Host')}/context.jsonld"
        told = {"@context": context, "@type": kind, "@id": GOOD["@id"], "name": "Good"}
        caller.answer(200, json.dumps(told).encode(), Content_Type="application/ld+json")

    return page


MANY = b'[{"@context":"https://schema.org/","@type":"Course"}' + b",{}" * 100_000 + b"]"
CROISSANT = {"kind": "croissant", "ending": ".jsonld"}
CASES: dict[str, Case] = {
    "an honest one": Case("fresh", "", turtle("a"), added=1),
    "an answer that never ends": Case("too-large", "20,000,000 bytes", endless),
    "an answer that unpacks to a gigabyte": Case("too-large", "20,000,000 bytes", bomb),
    "an answer that drips": Case("too-slow", "was not whole", dripping, limits=BRIEF),
    "a remote context": Case("fresh", "context", remote("dcat:Dataset"), ending=".jsonld"),
    "a remote context of terms that are known": Case(
        "fresh", "", remote("LearningResource"), added=1, **CROISSANT
    ),
    "things that lead to each other in a circle": Case("fresh", "", circle(), added=5, **CROISSANT),
    "terms that mean each other": Case(
        "fresh", "", linked(context={"a": {"@id": "b:x"}, "b": {"@id": "a:y"}} | SCHEMA),
        added=1, **CROISSANT,
    ),
    "texts of 10 MB": Case(
        "fresh", "", linked({"@type": "LearningResource", "name": "x" * 10 * MB}),
        added=2, **CROISSANT,
    ),
    "HTML in titles": Case(
        "fresh", "", linked(GOOD | {"@id": "https://data.example/h", "name": "<b>Y</b>"}),
        added=2, **CROISSANT,
    ),
    "half a character in a name": Case(
        "fresh", "", linked({"@type": "LearningResource", "@id": "https://data.example/\ud800"}),
        added=1, **CROISSANT,
    ),
    "lists in lists": Case("fresh", "", b"[" * MB + b"]" * MB, **CROISSANT),
    "20 MB of lists": Case(
        "fresh", "2,000,000 values", b"[" + b"[]," * 6_600_000 + b"[]]",
        ceiling_mib=CEILING_MIB, **CROISSANT,
    ),
    "many things that are none": Case(
        "fresh", "no usable iri", MANY, ceiling_mib=CEILING_MIB, **CROISSANT
    ),
    "triples beyond the memory that there is": Case(
        "fresh", "more memory than a harvest may have", tiny_triples(200_000), memory_mib=96,
        ceiling_mib=120,
    ),
    "entities that grow": Case(
        "fresh", "entit", b'<!DOCTYPE a [<!ENTITY b "cc">]><rdf:RDF>&b;</rdf:RDF>', ending=".rdf"
    ),
    "answers of OAI-PMH beyond the memory that there is": Case(
        "too-large", "more memory than a harvest may have",
        b"<OAI-PMH>" + b"<a/>" * 3 * MB + b"</OAI-PMH>", kind="oai-pmh", ending=".xml",
        memory_mib=96, ceiling_mib=120,
    ),
    "a sitemap that unpacks to 100 MB": Case(
        "too-large", "", gzip.compress(b"<a>" * 33 * MB, 1),
        kind="sitemap", ending=".gz",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Told]:
    """What became of each peer, by its case."""
    folder = tmp_path_factory.mktemp("ceilings")
    context, _ = certificate_for("somebody.example", folder)
    paths = {name: f"/{number}{case.ending}" for number, (name, case) in enumerate(CASES.items())}
    pages: dict[str, Page] = {paths[name]: case.page for name, case in CASES.items()}
    with (
        stranger(lambda caller: caller.answer(200, b"secret"), host="127.0.0.1") as inside,
        stranger(lambda caller: caller.answer(200, turtle("a")), tls=context) as another,
        site(pages) as peer,
    ):
        peer.pages["/inside"] = lambda caller: caller.answer(302, Location=inside.address("/a"))
        lines = [
            {"name": str(number), "kind": case.kind, "address": peer.address(paths[name]),
             "limits": case.limits, "memory_mib": case.memory_mib}
            for number, (name, case) in enumerate(CASES.items())
        ]  # fmt: skip
        plain = {"kind": "dcat-ap", "limits": {}}
        lines.append(plain | {"name": "inside", "address": peer.address("/inside")})
        name = another.address("/c.ttl", host="peer.example")
        lines.append(plain | {"name": "certificate", "address": name})
        ran = subprocess.run(
            [sys.executable, WATCH, folder], input="\n".join(map(json.dumps, lines)),
            capture_output=True, text=True, check=True, timeout=240,
        )  # fmt: skip
        asked = peer.asked()
        heard = {"inside": len(inside.asked), "certificate": len(another.asked)}
    answers = {one["name"]: one for one in map(json.loads, ran.stdout.splitlines())}
    found = {name: answers[str(number)] for number, name in enumerate(CASES)}
    return found | {name: answers[name] | {"asked": heard[name]} for name in heard} | {
        "asked": {"paths": asked}
    }  # fmt: skip


def check_ceilings(one: Told, mib: int) -> None:
    assert one["mib"] < mib, one
    assert one["cpu"] < CEILING_SECONDS, one
    assert one["seconds"] < MOST_SECONDS, one
    assert one["grown"] < GROWN_BYTES, one
    assert one["left"] == [], one


@pytest.mark.parametrize("name", CASES)
def test_it_is_refused_with_the_reason_within_its_ceilings(
    told: dict[str, Told], name: str
) -> None:
    case, one = CASES[name], told[name]
    assert "broke" not in one, one
    assert (one["verdict"], one["added"]) == (case.verdict, case.added), one
    assert case.words in one["why"], one
    check_ceilings(one, case.ceiling_mib)


@pytest.mark.parametrize(
    ("name", "words"), [("inside", "127.0.0.1"), ("certificate", "certificate")]
)
def test_nobody_is_led_inside_or_to_somebody_else(
    told: dict[str, Told], name: str, words: str
) -> None:
    one = told[name]
    assert (one["verdict"], one["added"], one["asked"]) == ("unreachable", 0, 0), one
    assert words in one["why"]
    check_ceilings(one, LITTLE_MIB)


def test_each_was_asked_for_its_page_and_for_no_context(told: dict[str, Told]) -> None:
    paths = told["asked"]["paths"]
    assert not [path for path in paths if "context" in path]
    assert len({path.partition("?")[0] for path in paths} - {"/robots.txt"}) == len(CASES) + 1
