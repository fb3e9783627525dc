"""The one Jinja environment of the pages: autoescape on, every text through gettext."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from officina_hub.portal.i18n import translations
from officina_hub.portal.pages.formats import Formats, zone_named
from officina_hub.portal.pages.mail_link import mail_to

TEMPLATES: Final = Path(__file__).parent.parent / "templates"


@lru_cache(maxsize=64)
def environment(language: str, zone: str) -> Environment:
    """The environment for readers of that language in that zone; a few dozen are kept."""
    jinja = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        extensions=["jinja2.ext.i18n"],
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    jinja.install_gettext_translations(translations(language), newstyle=True)  # type: ignore[attr-defined]  # put there by the extension
    formats = Formats(language, zone_named(zone))
    jinja.filters.update(formats.filters() | {"mail_to": mail_to})
    return jinja
