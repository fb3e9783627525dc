"""A page for each course, a sitemap of them, and the page that a folder is entered by."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Final
from xml.sax.saxutils import escape

from jinja2 import Environment, PackageLoader, Template
from markupsafe import Markup

from officina_hub.federation.feed.course_markup import course_markup
from officina_hub.federation.feed.offers import Offer, Offering
from officina_hub.federation.feed.staging import Staging
from officina_widgets.catalogue.records import Training

STYLE: Final = "pages.css"
# What HTML would take for the end of the script.
ESCAPES: Final = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"})
SITEMAP: Final = "http://www.sitemaps.org/schemas/sitemap/0.9"


def write_course_pages(staging: Staging, offering: Offering, offers: Sequence[Offer]) -> None:
    """One for each course that is offered, in the order of their addresses."""
    root = f"{offering.factory}/"
    staging.put(f"{root}{STYLE}", _template(STYLE).render().encode())
    for one in offers:
        record, course = one.filed.record, one.course
        if isinstance(record, Training) and course:
            markup = json.dumps(course_markup(record, course, offering), ensure_ascii=False)
            page = _template("course.html").render(
                record=record,
                course=course,
                offering=offering,
                style=f"../../{STYLE}",
                markup=Markup(markup.translate(ESCAPES)),  # noqa: S704 - escaped for a script
            )
            path = record.iri.removeprefix(offering.address)
            staging.put(f"{path}index.html", page.encode())
    staging.put(f"{root}sitemap.xml", _sitemap(offers))
    index = _template("factory.html").render(offering=offering, offers=offers, style=STYLE)
    staging.put(f"{root}index.html", index.encode())


def entry_page(offering: Offering, factories: Sequence[str]) -> bytes:
    """What stands at the address itself: what this is, and how to add it as a peer."""
    return _template("entry.html").render(offering=offering, factories=factories).encode()


def _sitemap(offers: Sequence[Offer]) -> bytes:
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', f'<urlset xmlns="{SITEMAP}">']
    for one in offers:
        day = one.filed.updated_at.date().isoformat()
        place = escape(one.filed.record.iri)
        lines.append(f"  <url><loc>{place}</loc><lastmod>{day}</lastmod></url>")
    return "\n".join([*lines, "</urlset>", ""]).encode()


def _template(name: str) -> Template:
    return _environment().get_template(name)


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("officina_hub.federation.feed"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
