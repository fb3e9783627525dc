"""``find_datasets("…", theme="ENVI")`` and its two sisters."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from officina_widgets.finding.catalogues import Catalogue
from officina_widgets.finding.finder import (
    CourseFinder,
    DatasetFinder,
    Finder,
    ServiceFinder,
)
from officina_widgets.finding.questions import question

Some = str | Iterable[str]

Found = TypeVar("Found", bound=Finder)


def find_datasets(
    query: str = "", *, catalogue: Catalogue | None = None, **facets: Some
) -> DatasetFinder:
    """Find datasets: ``find_datasets("weather", theme="ENVI", format=["CSV", "PARQUET"])``.

    The last line of a cell, it shows the finder; ``.results``, ``.selection`` and ``.to_frame()``
    give what was found to Python.
    """
    return _finder(DatasetFinder, query, catalogue, facets)


def find_services(
    query: str = "", *, catalogue: Catalogue | None = None, **facets: Some
) -> ServiceFinder:
    """Find services: ``find_services("inference", sector="health")``."""
    return _finder(ServiceFinder, query, catalogue, facets)


def find_courses(
    query: str = "", *, catalogue: Catalogue | None = None, **facets: Some
) -> CourseFinder:
    """Find courses and material: ``find_courses("gpu", level="beginner", language="fi")``."""
    return _finder(CourseFinder, query, catalogue, facets)


def _finder(
    kind: type[Found], query: str, catalogue: Catalogue | None, facets: dict[str, Some]
) -> Found:
    chosen = {
        name: [values] if isinstance(values, str) else list(values)
        for name, values in facets.items()
    }
    question({"q": query, "facets": chosen})  # so that a wrong name is told here, in the cell
    return kind(query, catalogue=catalogue, facets=chosen)
