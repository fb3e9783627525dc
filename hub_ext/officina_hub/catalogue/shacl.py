"""DCAT-AP's own SHACL shapes: how much of them a description meets, as a score, never as a gate.

The shapes are asked of what we would publish of a record (``writers.dcat``), whatever its format
was, so that the same description has the same score. Counted is what the shapes want to be there:
each wished-for property of each thing in the description, mandatory or recommended alike.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Final, NamedTuple

from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import RDF
from rdflib.term import Node

from officina_hub.catalogue.writers.dcat import CONTEXT, described_thing
from officina_hub.catalogue.writers.rdf_text import graph_of
from officina_hub.errors import OfficinaError
from officina_widgets.catalogue.records import DataService, Dataset, DatasetSeries, Record

if TYPE_CHECKING:
    from collections.abc import Iterator

SH: Final = Namespace("http://www.w3.org/ns/shacl#")
LEVELS: Final = ("mandatory", "recommended")


class NoShacl(OfficinaError):  # noqa: N818 - the name is the answer
    """pySHACL is not installed."""


class ShapesScore(NamedTuple):
    """``missed`` names the class and the property, as ``Distribution dct:license``."""

    score: int
    mandatory: tuple[str, ...]
    recommended: tuple[str, ...]

    @property
    def missed(self) -> tuple[str, ...]:
        """All that is wanted and not there."""
        return self.mandatory + self.recommended


class _Answer(NamedTuple):
    asked: int
    missed: tuple[str, ...]
    places: int


def require_shacl() -> None:
    """Raise ``NoShacl`` where the part is not installed."""
    try:
        import pyshacl  # noqa: F401
    except ImportError as error:
        raise NoShacl(
            "pySHACL is not installed.",
            "Without it nobody can tell how much of DCAT-AP's shapes a description meets.",
            "Install it with: pip install 'officina[shacl]', or leave --shacl out.",
        ) from error


def shapes_score(record: Record) -> ShapesScore | None:
    """How much the record meets; nothing of one of whose kind DCAT-AP knows none.

    Raises
    ------
    NoShacl
        Where the part is not installed.

    """
    if not isinstance(record, Dataset | DatasetSeries | DataService):
        return None
    require_shacl()
    data = Graph()  # pySHACL wants a store of this kind
    data += graph_of([described_thing(record)], CONTEXT)
    mandatory, recommended = (_asked(data, _shapes(level)) for level in LEVELS)
    asked = mandatory.asked + recommended.asked
    missed = mandatory.places + recommended.places
    return ShapesScore(
        score=round(100 * (asked - missed) / asked) if asked else 100,
        mandatory=mandatory.missed,
        recommended=recommended.missed,
    )


def score_if_installed(record: Record) -> ShapesScore | None:
    """The same, where the part is installed."""
    try:
        return shapes_score(record)
    except NoShacl:
        return None


def _asked(data: Graph, shapes: Graph) -> _Answer:
    from pyshacl import validate

    _, report, _ = validate(data, shacl_graph=shapes, inference="none", meta_shacl=False)
    missed = {
        (report.value(result, SH.focusNode), report.value(result, SH.sourceShape))
        for result in report.subjects(RDF.type, SH.ValidationResult)
    }
    names = {shape: name for shape, _, name in _wishes(shapes)}
    wanted = {
        (node, shape)
        for shape, target, _ in _wishes(shapes)
        for node in data.subjects(RDF.type, target)
    }
    told = dict.fromkeys(names[shape] for _, shape in missed if shape in names)
    counted = {pair for pair in missed if pair in wanted}
    return _Answer(len(wanted), tuple(sorted(told)), len(counted))


def _wishes(shapes: Graph) -> Iterator[tuple[Node, Node, str]]:
    """Each property that is wanted of things of a class, with the class and what it is called."""
    for shape, target in shapes.subject_objects(SH.targetClass):
        for wish in shapes.objects(shape, SH.property):
            path = shapes.value(wish, SH.path)
            if shapes.value(wish, SH.minCount) is not None and isinstance(path, URIRef):
                kind = shapes.qname(str(target)).partition(":")[2]
                yield wish, target, f"{kind} {shapes.qname(str(path))}"


@lru_cache(maxsize=len(LEVELS))
def _shapes(level: str) -> Graph:
    text = (files("officina_hub.catalogue") / "shapes" / f"{level}.ttl").read_text("utf-8")
    return Graph().parse(data=text, format="turtle")
