"""The reference is made from the code, no link leads nowhere, and every text is translated."""

from __future__ import annotations

from pathlib import Path

import check_catalogues
import check_docs
import pytest
from docs_pages import PAGES
from docs_pages.links import broken_links
from docs_pages.traits import traits_page

from officina_courses.grading import errors as grading_errors
from officina_hub.factory.sessions import Grading
from officina_hub.grader.overtime import longest_seconds
from officina_hub.portal.i18n.catalog import FOLDER, LANGUAGES
from officina_hub.portal.i18n.update import TEMPLATE
from officina_spawners import OfficinaSpawner
from officina_widgets.wire import Job

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("name", PAGES)
def test_a_generated_page_says_what_the_code_does(name: str):
    assert not [line for line in check_docs.stale_pages(ROOT) if line.startswith(name)]


def test_a_page_that_differs_is_told_with_the_way_out(tmp_path: Path):
    (tmp_path / "docs" / "reference").mkdir(parents=True)
    check_docs.write_pages(tmp_path)
    page = tmp_path / "docs/reference/checks.md"
    page.write_text(page.read_text() + "written by hand\n")
    (tmp_path / "docs/reference/rest.md").unlink()
    told = list(check_docs.stale_pages(tmp_path))
    assert [line.split()[0] for line in told] == [
        "docs/reference/checks.md",
        "docs/reference/rest.md",
    ]
    assert all("check_docs.py --write" in line for line in told)


def test_every_link_and_image_of_the_docs_is_there():
    assert list(broken_links(ROOT)) == []


def test_a_link_that_leads_nowhere_is_told(tmp_path: Path):
    (tmp_path / "docs").mkdir()
    (tmp_path / "README.md").write_text("[a](docs/a.md) [b](docs/b.md) ![c](c.png) `[d](d.md)`\n")
    (tmp_path / "docs/a.md").write_text("# One thing\n[self](#one-thing) [no](../README.md#no)\n")
    assert list(broken_links(tmp_path)) == [
        "README.md: docs/b.md is not there",
        "README.md: c.png is not there",
        "docs/a.md: ../README.md#no has no such heading",
    ]


def test_every_knob_of_the_spawner_has_a_paragraph():
    page = traits_page()
    ours = OfficinaSpawner.class_own_traits(config=True)
    inherited = OfficinaSpawner.__mro__[1].class_own_traits(config=True)
    assert inherited
    for name in {**ours, **inherited}:
        assert f"### `c.OfficinaSpawner.{name}`" in page


def test_every_page_stands_in_the_menu():
    menu = (ROOT / "mkdocs.yml").read_text()
    pages = [page.relative_to(ROOT / "docs").as_posix() for page in ROOT.glob("docs/**/*.md")]
    assert [page for page in pages if page not in menu] == []


def test_everything_that_the_grader_refuses_has_a_line():
    page = (ROOT / "docs/reference/grading.md").read_text()
    kinds = [value for value in vars(grading_errors).values() if isinstance(value, type)]
    codes = {kind.code for kind in kinds if issubclass(kind, grading_errors.GradingError)}
    assert "place-refused" in codes
    assert [code for code in sorted(codes) if f"| `{code}` |" not in page] == []


def test_the_time_of_the_longest_job_is_told_as_it_is():
    job = Job(id=1, kind="grade", lease="", lease_seconds=1, tries=1, course_id="tea")
    seconds = longest_seconds(job, Grading())
    page = (ROOT / "docs/reference/grading.md").read_text()
    assert f"{seconds // 3600:.0f} h {seconds % 3600 // 60:.0f} min" in page
    publishing = job.model_copy(update={"kind": "prepare"})
    assert f"{longest_seconds(publishing, Grading()) / 60:.0f} minutes; no notebook" in page


def test_every_catalogue_is_complete():
    assert list(check_catalogues.faults()) == []


def test_what_is_wrong_in_a_catalogue_is_told(tmp_path: Path):
    for name in (TEMPLATE, *(f"{language}.po" for language in LANGUAGES if language != "en")):
        (tmp_path / name).write_text((FOLDER / name).read_text())
    german = tmp_path / "de.po"
    text = german.read_text()
    text = text.replace('msgstr "Kurse"', 'msgstr ""')
    text = text.replace('msgstr "Version %(version)s"', 'msgstr "Version %(versoin)s"')
    german.write_text(text + '\nmsgid "Nobody uses this"\nmsgstr "x"\n')
    told = "\n".join(check_catalogues.faults(tmp_path))
    assert "de.po: 'Nobody uses this' is not used any more" in told
    assert "de.po: 'Courses' is not translated" in told
    assert "has other placeholders" in told
    assert "fi.po" not in told
