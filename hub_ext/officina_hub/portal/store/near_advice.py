"""All advice on near-copies that a package gets, as findings of it.

Every sketch here is read and compared for it, so it is done before the package is taken in, in a
session that only looks: SQLite has one writer, and others would wait for the comparing.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from officina_hub.portal.store.near_copies import as_finding, near_copies
from officina_hub.portal.store.near_notebooks import near_notebooks
from officina_hub.portal.store.near_offers import near_offers
from officina_hub.portal.store.releases import Package
from officina_widgets.import_wire import ImportOrigin


def with_advice(session: Session, package: Package, origin: ImportOrigin | None = None) -> Package:
    """The package with what is told to whoever publishes it; nothing of it stops anything."""
    sketch, course = package.sketch, package.course
    if sketch is None:
        return package
    here = near_copies(session, sketch.whole, course)
    elsewhere = near_offers(session, sketch.whole, course, origin)
    told = {near.course_id for near in here}
    notebooks = near_notebooks(session, sketch.notebooks, course, told)
    advice = (*map(as_finding, (*here, *elsewhere)), *notebooks)
    return package.model_copy(update={"findings": (*package.findings, *advice)})
