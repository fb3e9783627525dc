"""Bring the catalogues up to date with the texts of code and templates.

Run ``python -m officina_hub.portal.i18n.update`` after a text was changed, translate what is new
in the .po files, and let tests/pages/test_i18n.py say whether something is missing.
"""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from officina_hub.portal.i18n.catalog import FOLDER, LANGUAGES

PORTAL: Final = FOLDER.parent
METHODS: Final = [
    ("pages/**.py", "python"),
    ("prestart_words.py", "python"),
    ("api/catalogue_dcat.py", "python"),
    ("search_pace.py", "python"),
    ("asking_pace.py", "python"),
    ("api/checks.py", "python"),
    ("errors.py", "python"),
    ("check_shelf.py", "python"),
    ("agreed_data.py", "python"),
    ("data_terms.py", "python"),
    ("request_filing.py", "python"),
    ("request_mail.py", "python"),
    ("store/checks.py", "python"),
    ("unbuilt.py", "python"),
    ("store/data_agreements.py", "python"),
    ("store/requests.py", "python"),
    ("web.py", "python"),
    ("templates/**.html", "jinja2.ext.babel_extract"),
]
# Where sentences come from that travel to the pages: what sessions wait for and how they
# end, and why a peer is not believed.
SAYERS: Final = {
    "federation": PORTAL.parent / "federation",
    "mail": PORTAL.parent / "mail",
    "session_api": PORTAL.parent / "session_api",
    "spawners": Path(str(files("officina_spawners"))),
}
HUB_TEMPLATES: Final = PORTAL.parent / "hub_templates"
# The fixed words of feedback pages: the grader makes these, and they are translated when shown.
FEEDBACK: Final = Path(str(files("officina_courses"))) / "grading"
FEEDBACK_METHODS: Final = [
    ("feedback.html", "jinja2.ext.babel_extract"),
    ("feedback_outputs.py", "python"),
    ("plain_errors.py", "python"),
    ("remarks.py", "python"),
]
OPTIONS: Final = {
    pattern: {"trimmed": "false", "newstyle_gettext": "true"}
    for pattern in ("templates/**.html", "**.html")
}
KEYWORDS: Final = {
    "_": None,
    "gettext": None,
    "ngettext": (1, 2),
    "say": None,
    "say_title": None,
    "officina_text": None,
}
TEMPLATE: Final = "messages.pot"
HEADER: Final = "# Texts of Officina's portal. Made by python -m officina_hub.portal.i18n.update"
# Always the same moment, so that a diff shows texts only.
EPOCH: Final = datetime(2026, 1, 1, tzinfo=UTC)


def extract() -> Catalog:
    """All texts that code and templates show, with the places where they stand."""
    catalogue = Catalog(
        project="officina", charset="utf-8", fuzzy=False, header_comment=HEADER, creation_date=EPOCH
    )
    _add(catalogue, PORTAL, METHODS, "")
    _add(catalogue, HUB_TEMPLATES, [("**.html", "jinja2.ext.babel_extract")], "hub_templates/")
    _add(catalogue, FEEDBACK, FEEDBACK_METHODS, "grading/")
    for name, folder in SAYERS.items():
        _add(catalogue, folder, [("**.py", "python")], f"{name}/")
    return catalogue


def _add(catalogue: Catalog, folder: Path, methods: list[tuple[str, str]], prefix: str) -> None:
    found = extract_from_dir(
        str(folder), methods, OPTIONS, keywords=KEYWORDS, directory_filter=_is_ours
    )
    for name, line, message, comments, context in sorted(found, key=lambda item: item[:2]):
        place = [(prefix + name, line)]
        catalogue.add(message, locations=place, auto_comments=comments, context=context)


def _is_ours(folder: str) -> bool:
    """Babel by itself would leave out ``_parts``."""
    return not Path(folder).name.startswith((".", "__"))


def update(language: str, template: Catalog) -> Catalog:
    """The language's catalogue with every text of the template, old translations kept."""
    path = FOLDER / f"{language}.po"
    catalogue = Catalog(locale=language, project="officina", fuzzy=False)
    if path.is_file():
        with path.open("rb") as source:
            catalogue = read_po(source, locale=language)
    catalogue.update(template, no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.header_comment = HEADER
    catalogue.revision_date = EPOCH
    return catalogue


def write(catalogue: Catalog, path: Path) -> None:
    """Write it without line numbers and dates, so that a diff shows texts only."""
    with path.open("wb") as target:
        write_po(target, catalogue, omit_header=False, include_lineno=False, sort_by_file=True)


def main() -> None:
    """Write the template and all languages."""
    template = extract()
    write(template, FOLDER / TEMPLATE)
    for language in LANGUAGES:
        if language != "en":
            write(update(language, template), FOLDER / f"{language}.po")


if __name__ == "__main__":
    main()
