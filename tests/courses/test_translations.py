"""Overlays: what changed is never shown translated, no work is lost, and marks stay the same."""

from pathlib import Path
from typing import Any

import polib
import pytest

from officina_courses.check import GATE_CHECKS, check_course
from officina_courses.checks.subject import read_subject
from officina_courses.checks.translations import MOST_LANGUAGES
from officina_courses.course_files import course_files
from officina_courses.errors import TranslationRefused
from officina_courses.loader import load_course
from officina_courses.notebooks import Notebook, load_notebook
from officina_courses.packages import read_facts, write_package
from officina_courses.sources.folder import build_course
from officina_courses.translations.applying import (
    Overlay,
    translated_course,
    translated_notebook,
)
from officina_courses.translations.faithful import unfaithful
from officina_courses.translations.folder import translate_course
from officina_courses.translations.overlay import MOST_BYTES, read_entries
from officina_courses.translations.texts import source_hash

SOURCE = """\
# %% [markdown] id="title"
# # Squares
#
# ![A square with its side a](a.png)

# %% [markdown] id="rule"
# A square of side $a$ has the area $a^2$, see [the rule](https://example.org/rule). Call `square`.

# %% answer="square"
def square(a):
    ### BEGIN SOLUTION
    return a * a
    ### END SOLUTION

# %% tests="square-test" points=2
assert square(2) == 4

# %% [markdown] written="why" points=1
# ### BEGIN SOLUTION
# Because both sides count.
# ### END SOLUTION

# %% [markdown] task="essay" points=3
# Write an essay on squares.
#
# ### BEGIN MARK SCHEME
# Three points for a drawing.
# ### END MARK SCHEME
"""
GERMAN = {
    "title": "# Quadrate\n\n![Ein Quadrat mit der Seite a](a.png)",
    "rule": "Ein Quadrat der Seite $a$ hat die Fläche $a^2$, siehe [die "
    "Regel](https://example.org/rule). Rufen Sie `square` auf.",
    "essay": "Schreiben Sie einen Aufsatz über Quadrate.",
}
NOTEBOOK = "source/ps1/squares.ipynb"
OVERLAY = "translations/de/ps1/squares.po"


@pytest.fixture
def course(course_folder: Path) -> Path:
    (course_folder / "source/ps1/squares.py").write_text(SOURCE)
    build_course(course_folder)
    translate_course(course_folder, "de")
    fill(course_folder, GERMAN)
    return course_folder


def fill(folder: Path, texts: dict[str, str], path: str = OVERLAY) -> None:
    """As a translator does in Poedit: a text, and no longer fuzzy."""
    file = polib.pofile(str(folder / path))
    for entry in file:
        if entry.msgctxt in texts:
            entry.msgstr = texts[entry.msgctxt]
            entry.flags = [flag for flag in entry.flags if flag != "fuzzy"]
    file.save(str(folder / path))


def rewrite(folder: Path, old: str, new: str) -> None:
    path = folder / "source/ps1/squares.py"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    build_course(folder)


def shown(folder: Path) -> dict[str, str]:
    """The German notebook's cells by their ids."""
    overlay = Overlay(read_entries(folder / OVERLAY, OVERLAY))
    made = translated_notebook(load_notebook(folder / NOTEBOOK), overlay, "de", "Nicht übersetzt.")
    return {cell["id"]: "".join(cell["source"]) for cell in made["cells"]}


def entry_of(folder: Path, key: str) -> polib.POEntry:
    [found] = [each for each in polib.pofile(str(folder / OVERLAY)) if each.msgctxt == key]
    return found


def codes(folder: Path) -> set[str]:
    subject = read_subject(folder)
    gates = {each.code for check in GATE_CHECKS for each in check(subject)}
    return {each.code for each in check_course(folder).findings} | gates


def test_only_the_trainers_texts_are_offered_to_translators(course: Path) -> None:
    entries = {each.key: each.source for each in read_entries(course / OVERLAY, OVERLAY)}
    assert list(entries) == ["title", "rule", "essay"]
    assert "Three points" not in entries["essay"]


def test_a_translated_notebook_differs_in_its_texts_alone(course: Path) -> None:
    before = load_notebook(course / NOTEBOOK)
    cells = shown(course)
    assert cells["title"] == GERMAN["title"]
    assert cells["rule"] == GERMAN["rule"]
    kept = {"square", "square-test", "why"}
    own = {
        raw["id"]: cell.source
        for raw, cell in zip(before.content["cells"], before.cells, strict=True)
    }
    assert {key: cells[key] for key in kept} == {key: own[key] for key in kept}
    assert metadata(before) == metadata_of_german(course)


def metadata(notebook: Notebook) -> list[Any]:
    return [(cell["id"], cell["metadata"]) for cell in notebook.content["cells"]]


def metadata_of_german(folder: Path) -> list[Any]:
    made = translated_notebook(load_notebook(folder / NOTEBOOK), Overlay(()), "de", "")
    return [(cell["id"], cell["metadata"]) for cell in made["cells"]]


def test_a_changed_cell_is_shown_as_the_course_has_it_with_a_note(course: Path) -> None:
    rewrite(course, "has the area $a^2$", "has the area $a^2$ and four corners")
    cells = shown(course)
    assert cells["rule"].startswith("> *Nicht übersetzt.*\n\nA square of side $a$ has the area")
    assert cells["title"] == GERMAN["title"]


def test_an_update_keeps_the_old_translation_as_fuzzy_with_its_source(course: Path) -> None:
    rewrite(course, "has the area $a^2$", "has the area $a^2$ and four corners")
    for _ in range(2):  # also where the source changes while nobody translates
        translate_course(course, "de")
        entry = entry_of(course, "rule")
        assert entry.fuzzy
        assert entry.msgstr == GERMAN["rule"]
        assert "four corners" in entry.msgid
        assert "four corners" not in entry.previous_msgid
        assert shown(course)["rule"].startswith("> *Nicht")
    fill(course, {"rule": GERMAN["rule"] + " Es hat vier Ecken."})
    assert shown(course)["rule"].endswith("Es hat vier Ecken.")


def test_a_change_that_is_taken_back_needs_no_translator(course: Path) -> None:
    rewrite(course, "Call `square`", "Please call `square`")
    assert shown(course)["rule"].startswith("> *Nicht")
    rewrite(course, "Please call `square`", "Call `square`")
    assert shown(course)["rule"] == GERMAN["rule"]


def test_a_text_that_went_is_kept_as_obsolete_and_comes_back(course: Path) -> None:
    cell = SOURCE.partition('# %% [markdown] id="rule"')[2].partition("# %% answer")[0]
    rewrite(course, f'# %% [markdown] id="rule"{cell}', "")
    translate_course(course, "de")
    assert entry_of(course, "rule").obsolete
    rewrite(course, "# %% answer", f'# %% [markdown] id="rule"{cell}# %% answer')
    translate_course(course, "de")
    assert shown(course)["rule"] == GERMAN["rule"]
    assert not entry_of(course, "rule").obsolete


def test_an_update_without_change_writes_the_same_bytes(course: Path) -> None:
    translate_course(course, "de")
    before = (course / OVERLAY).read_bytes()
    assert {file.state for file in translate_course(course, "de")} == {"unchanged"}
    assert (course / OVERLAY).read_bytes() == before


def test_line_ends_and_blanks_at_line_ends_are_no_change() -> None:
    assert source_hash("A cafe\u0301  \r\nis here\n") == source_hash("A café\nis here")
    assert source_hash("A café") != source_hash("A cafe")


def test_course_toml_is_translated_and_moved_objectives_stay_translated(course: Path) -> None:
    toml = course / "course.toml"
    path = "translations/de/course.po"
    fill(course, {"title": "Ein Beispiel", "objectives/1": "Einen Kurs ansehen"}, path)
    toml.write_text(toml.read_text().replace('["See a course"]', '["Be first", "See a course"]'))
    translate_course(course, "de")
    german = translated_course(
        load_course(course), Overlay(read_entries(course / path, path)), "de"
    )
    assert (german.title, german.summary) == ("Ein Beispiel", "Shows a course.")
    assert german.objectives == ("Be first", "Einen Kurs ansehen")
    assert (german.language, german.id) == ("de", "demo")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("$a^2$", "$a^3$"), "the formula a^2 is missing"),
        (("example.org/rule", "example.org/evil"), "the link https://example.org/rule is missing"),
        (("`square`", "`Quadrat`"), "the code square is missing"),
        (("Rufen", "<b>Rufen"), "the HTML tag b is not in the source"),
        (("Ein Quadrat", "## Ein Quadrat"), "a heading of level 2 is not in the source"),
        (
            ("auf.", "auf. https://evil.example/in."),
            "the link https://evil.example/in is not in the source",
        ),
        (
            ("auf.", "auf [dort][1]\n\n[1]: //evil.example"),
            "the link //evil.example is not in the source",
        ),
        (("auf.", "auf: <ops@evil.example>"), "the link ops@evil.example is not in the source"),
        (("Rufen", "<b style='x'>Rufen"), "the HTML tag b style=x is not in the source"),
        (("Rufen", "<!-- Rufen"), "the comment <!-- is not in the source"),
        (
            ("auf.", "auf.\n\n    pip install evil"),
            "the line of code pip install evil is not in the source",
        ),
        (("auf.", "auf. \\\\(a^3\\\\)"), "the formula \\\\(a^3\\\\) is not in the source"),
        (
            ("auf.", "\\begin{align}a\\end{align}"),
            "the formula \\begin{align}a\\end{align} is not in the source",
        ),
    ],
)
def test_a_translation_that_broke_something_is_told_and_not_shown(
    course: Path, change: tuple[str, str], said: str
) -> None:
    broken = GERMAN["rule"].replace(*change)
    fill(course, {"rule": broken})
    assert said in list(unfaithful("rule", entry_of(course, "rule").msgid, broken))
    assert shown(course)["rule"].startswith("> *Nicht")
    assert "OFF221" in codes(course)


def test_more_languages_than_are_looked_at_are_refused(course: Path) -> None:
    for number in range(MOST_LANGUAGES):
        (course / f"translations/de-x{number}").mkdir()
        (course / f"translations/de-x{number}/course.po").touch()
    assert "OFF090" in codes(course)
    assert check_course(course).translations == ()


def test_an_entry_for_a_cell_that_is_not_there_closes_a_gate(course: Path) -> None:
    assert not codes(course) & {"OFF090", "OFF092", "OFF220", "OFF221"}
    with (course / OVERLAY).open("a", encoding="utf-8") as file:
        file.write('\nmsgctxt "nowhere"\nmsgid "Nowhere"\nmsgstr "Nirgends"\n')
    assert "OFF220" in codes(course)


def test_check_tells_how_far_each_language_is(course: Path) -> None:
    rewrite(course, "Call `square`", "Please call `square`")
    report = check_course(course)
    [state] = report.translations
    assert (state.language, state.translated, state.outdated) == ("de", 2, 1)
    assert report.is_publishable
    assert {each.code for each in report.findings} >= {"OFF091"}


@pytest.mark.parametrize("content", [b"msgid \xff", b"what is this", b"x" * (MOST_BYTES + 1)])
def test_an_overlay_that_cannot_be_read_is_refused_by_its_name(
    course: Path, content: bytes
) -> None:
    (course / OVERLAY).write_bytes(content)
    with pytest.raises(TranslationRefused) as refused:
        read_entries(course / OVERLAY, OVERLAY)
    assert refused.value.what.startswith(OVERLAY)
    assert "OFF090" in codes(course)


@pytest.mark.parametrize("title", ["x" * 301, "Ein\u202eKurs"])
def test_a_title_that_course_toml_may_not_have_is_refused(course: Path, title: str) -> None:
    fill(course, {"title": title}, "translations/de/course.po")
    assert "OFF090" in codes(course)


def test_a_translation_is_written_through_no_link(course: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.write_text("mine")
    (course / OVERLAY).unlink()
    (course / OVERLAY).symlink_to(own)
    with pytest.raises(TranslationRefused, match=r"squares\.po is a link, or no file"):
        translate_course(course, "de")
    assert own.read_text() == "mine"


def test_a_file_in_the_place_of_the_translations_is_told(course_folder: Path) -> None:
    (course_folder / "translations").write_text("notes")
    with pytest.raises(TranslationRefused, match=r"course\.po cannot be written: Not a directory"):
        translate_course(course_folder, "de")


@pytest.mark.parametrize("language", ["../de", "german!", "en", ""])
def test_what_is_no_further_language_is_refused(course_folder: Path, language: str) -> None:
    with pytest.raises(TranslationRefused):
        translate_course(course_folder, language)
    assert not (course_folder / "translations").exists()


def test_a_package_carries_its_overlays_and_tells_their_languages(
    course: Path, tmp_path: Path
) -> None:
    assert OVERLAY in {file.path for file in course_files(course)}
    write_package(course, tmp_path / "demo.course.zip")
    assert read_facts(tmp_path / "demo.course.zip").languages == ("en", "de")


@pytest.mark.parametrize("target", ["sv", "/nowhere"])
def test_a_link_that_leads_nowhere_is_told_and_not_followed(course: Path, target: str) -> None:
    (course / "translations").mkdir(exist_ok=True)
    (course / "translations" / "sv").symlink_to(target)
    assert "OFF013" in codes(course)
