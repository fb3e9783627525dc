"""What every page says about the factory, and for whom the page is written."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import js_lib_htmx
from babel.support import NullTranslations
from markupsafe import Markup

from officina_courses.grading.remarks import in_words
from officina_courses.model import Frozen
from officina_hub.factory import Factory, load_factory
from officina_hub.portal.i18n import LANGUAGES, translations
from officina_hub.portal.pages.states import level_name

STATIC: Final = Path(__file__).parent.parent / "static"
HTMX: Final = Path(js_lib_htmx.__file__).parent / "static" / "htmx" / "htmx.min.js"


class Site(Frozen):
    """The factory and where its portal and its Hub stand."""

    name: str
    contact: str = ""
    accent: str
    prefix: str
    hub_prefix: str


class Reader(Frozen):
    """The person a page is written for; ``person`` is empty for somebody not logged in."""

    person: str = ""
    language: str = "en"
    zone: str = "UTC"
    may_teach: bool = False
    may_curate: bool = False
    may_operate: bool = False
    may_ask: bool = False
    may_answer: bool = False
    has_data: bool = False  # whether this hub is a partner in a data space

    @property
    def translations(self) -> NullTranslations:
        """The catalogue of the reader's language."""
        return translations(self.language)


class Door(NamedTuple):
    """One of the words in the header."""

    id: str
    path: str
    label: str


class Flash(Frozen):
    """A message shown once, on the page after the deed."""

    text: str
    kind: str = "success"
    is_passing: bool = False  # that page itself shows what came of it, and goes on showing it


@lru_cache(maxsize=8)
def site_of(data_dir: Path, prefix: str, hub_prefix: str) -> Site:
    """The facts of ``factory.toml``; a portal without one shows the defaults."""
    path = data_dir / "factory.toml"
    identity = (load_factory(path) if path.is_file() else Factory()).factory
    return Site(
        name=identity.name,
        contact=identity.contact,
        accent=identity.accent,
        prefix=prefix,
        hub_prefix=hub_prefix,
    )


def doors(reader: Reader) -> tuple[Door, ...]:
    """The doors that are open to the reader."""
    t = reader.translations
    found = [
        Door("learn", "courses", t.gettext("Learn")),
        Door("find", "find", t.gettext("Find")),
        Door("launch", "launch", t.gettext("Launch")),
    ]
    if reader.may_teach:
        found.append(Door("teach", "teach", t.gettext("Teach")))
    if reader.may_curate:
        found.append(Door("catalogue", "catalogue", t.gettext("Catalogue")))
    if reader.may_answer:
        found.append(Door("desk", "desk", t.gettext("Requests")))
    if reader.may_operate:
        found.append(Door("operate", "operate", t.gettext("Operate")))
    return tuple(found)


def frame_context(site: Site, reader: Reader, *, here: str, xsrf: str) -> dict[str, Any]:
    """What ``frame.html`` and the parts of it need, whatever the page."""
    t = reader.translations
    return {
        "factory_name": site.name,
        "contact": site.contact,
        "prefix": site.prefix,
        "hub_prefix": site.hub_prefix,
        "hub_static": f"{site.hub_prefix}static/",
        "theme_url": f"{site.prefix}theme.css?v={_digest(site.accent.encode())}",
        "static": lambda name: f"{site.prefix}static/{name}?v={_version(name)}",
        "person": reader.person,
        "language": reader.language,
        "languages": LANGUAGES,
        "zone": reader.zone,
        "may_teach": reader.may_teach,
        "may_curate": reader.may_curate,
        "may_ask": reader.may_ask,
        "has_data": reader.has_data,
        "doors": doors(reader),
        "current_door": "",
        "here": here,
        "flash": None,
        "xsrf": xsrf,
        "xsrf_field": Markup('<input type="hidden" name="_xsrf" value="{}">').format(xsrf),
        "level_name": lambda level: level_name(t, level),
        "remark": lambda text: in_words(text, t.gettext),
    }


def static_file(name: str) -> Path:
    """Where a static file of that name lies; htmx comes out of its own package."""
    return HTMX if name == HTMX.name else STATIC / name


@lru_cache(maxsize=64)
def _version(name: str) -> str:
    return _digest(static_file(name).read_bytes())


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
