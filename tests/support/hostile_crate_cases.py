"""What a crate may say beside or against ``course.toml``, as package after package was tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hostile_packages import Forge

from officina_courses.packages.crate import CONTEXT
from officina_courses.packages.layout import CRATE

Case = tuple[str, str, Callable[[Forge], bytes]]

ADA = "https://orcid.org/0000-0002-1825-0097"
LINUS = "https://orcid.org/0000-0001-5109-3700"
LOCK = "course/environment.lock"
SKILL = "http://data.europa.eu/esco/skill/ccd0a1d9-afda-43d9-b901-96344886e14d"
SPDX = "https://spdx.org/licenses/"
CC0 = f"{SPDX}CC0-1.0"


def set_in(entity: str, key: str, value: Any) -> Callable[[dict[str, Any]], None]:
    """Gives one entity of a crate another value."""

    def change(graph: dict[str, Any]) -> None:
        graph[entity][key] = value

    return change


def _deep(levels: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(levels):
        value = [value]
    return value


WORDS: dict[str, Case] = {
    **{
        name: ("package-differs", words, lambda forge, place=place: forge.crate(set_in(*place)))
        for name, words, place in (
            ("an author who made it not", "'author'", ("./", "author", [{"@id": LINUS}])),
            ("an author by another word", "'creator'", ("./", "creator", {"@id": LINUS})),
            ("another name of the author", "'name' of 'https://orcid", (ADA, "name", "Linus")),
            ("another licence of a file", "'license'", (LOCK, "license", {"@id": CC0})),
            ("another name of a licence", "identifier", (f"{SPDX}CC-BY-4.0", "identifier", "0BSD")),
            ("another skill", "'teaches'", ("./", "teaches", ["Everything"])),
            ("another label of a skill", "'name' of 'http", (SKILL, "name", "Magic")),
            ("another language", "inLanguage", ("./", "inLanguage", ["en", "de"])),
            ("another type of a file", "encodingFormat", (LOCK, "encodingFormat", "text/html")),
            ("an address of the crate", "'url'", (CRATE, "url", "https://bad.example/")),
            ("a graph within", "'@graph'", ("./", "@graph", [{"@id": "./", "name": "Free money"}])),
            ("a file of no licence", "'isBasedOn'", (LOCK, "isBasedOn", "x" * 100_000)),
            ("a deep value", "'author'", ("./", "author", _deep(700))),
        )
    },
    "somebody of whom the course has nothing": (
        "package-differs", "tells of",
        lambda forge: forge.with_graph(lambda graph: graph.append({"@id": LINUS})),
    ),
    "a skill that is not described": (
        "package-differs", "not told", lambda forge: forge.with_graph(lambda graph: graph.pop()),
    ),
    **{
        f"a context {name}": (
            "package-crate", "another @context",
            lambda forge, context=context: forge.document({"@context": context}),
        )
        for name, context in (
            ("of a stranger", "http://169.254.169.254/latest"),
            ("that is missing", None),
            ("with one more", [*CONTEXT, "https://bad.example/context.jsonld"]),
            ("with other meanings", [*CONTEXT, {"author": "http://schema.org/funder"}]),
        )
    },
    "something beside its graph": (
        "package-crate", "beside its graph", lambda forge: forge.document({"license": "CC0-1.0"}),
    ),
}  # fmt: skip
