"""docs/reference/course-toml.md: every key of ``course.toml``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from annotated_types import Ge, Le, MaxLen
from pydantic.fields import FieldInfo

from docs_pages.cells import cell, row
from officina_courses.course_keys import PATTERNS, TABLES
from officina_courses.subjects import SECTORS, STEPS

HEAD = """\
# course.toml

The file that makes an nbgrader course folder a course. What has a default may be left out. An
unknown key is an error, so that a typing mistake is told and not ignored: `officina course check`
names line, key, what it found and what may stand there. `officina course new` writes a file to
begin with.

A deadline must lie between 2000 and 2100, and a line may not hold characters that nobody sees.
That is judged where a course comes in, by `officina course check` and at publishing. A release that
the portal took before there was such a rule stays: its deadline is shown as the nearest in that
time, its lines without those characters; a new version has to be mended before it is published.

This page is made from the models in `officina_courses/model.py`.
"""
HEADINGS: Final = {
    "": "At the top",
    "parts": "[[parts]]",
    "authors": "[[authors]]",
    "forked_from": "[forked_from]",
    "skills": "[[skills]]",
    "exercises": "[[exercises]]",
    "environment": "[environment]",
    "grading": "[grading]",
    "profiles": "[profiles.NAME]",
}
INTROS: Final = {
    "": "What the course is.",
    "parts": "One table for each file or folder that comes under another licence than the course, "
    "such as data with a licence of their own. Where they come from stands in words in a "
    "`data-about.md` beside them; the [package](course-package.md) of the course tells programs "
    "the licence of each file.",
    "authors": "One table for each person who wrote it.",
    "forked_from": "The package that the course was made from; [`officina course fork`]"
    "(../howto/share-a-course.md#fork-a-course) writes it. Packages carry it as `isBasedOn`.",
    "skills": "One table for each skill, by the id that [ESCO](https://esco.ec.europa.eu) or "
    "DigComp gives it. The course's page shows them, and its description for other catalogues "
    "carries them as `DefinedTerm`.",
    "exercises": "One table for each exercise, in the order in which learners see them. An "
    "exercise is what nbgrader calls an assignment; its notebooks lie in `source/<id>/`.",
    "environment": "What the notebooks need to run.",
    "grading": "How submissions are dealt with.",
    "profiles": "Values for a kind of run, such as `[profiles.smoke]` for a short one: "
    "[`officina course run FOLDER --profile smoke`](../howto/run-a-course.md). Names are "
    "lower-case letters, digits and -.",
}
MEANINGS: Final = {
    ("", "id"): "Name of the course in addresses and folders. It cannot be changed later: another "
    "id is another course.",
    ("", "title"): "What learners see.",
    ("", "version"): "Raise it for each change: one version can be published once.",
    ("", "released"): "The day this version came out. Nothing else in a "
    "[package](course-package.md) says it, because the same sources give the same bytes.",
    ("", "kind"): "What the folder is: a course, or an interactive tool or a data pipeline of a "
    "Data Lab, which are packed and shared as courses are.",
    ("", "summary"): "One sentence for the list of courses.",
    ("", "description"): "More, in Markdown; raw HTML is not shown.",
    ("", "language"): "Language of the material; learners can search by it.",
    ("", "level"): "How much it asks of learners.",
    ("", "minutes"): "Working time of the whole course.",
    ("", "objectives"): "What learners can do afterwards, one text for each.",
    ("", "prerequisites"): "What learners should know or have before.",
    ("", "keywords"): "Words that the search finds the course by.",
    (
        "",
        "sectors",
    ): "Priority sectors that it is for; the catalogue leads from each to its courses.",
    (
        "",
        "steps",
    ): "Steps of a Data Lab that it teaches; the catalogue leads from each to its courses.",
    ("", "licence"): "SPDX identifier, such as CC-BY-4.0.",
    ("", "parts"): "See below.",
    ("", "authors"): "See below.",
    ("", "forked_from"): "See below.",
    ("", "skills"): "See below.",
    ("", "exercises"): "See below.",
    ("", "environment"): "See below.",
    ("", "grading"): "See below.",
    ("", "profiles"): "See below.",
    (
        "parts",
        "path",
    ): "The file below the course's folder, such as `source/01-read/towns.csv`, a "
    "folder with `/` at its end, or a pattern such as `*.ipynb`, whose `*` stands for anything. "
    "Of several that fit the longest counts.",
    ("parts", "licence"): "SPDX identifier of its licence, such as CC0-1.0.",
    ("forked_from", "iri"): "Where that package is published, or its name by content (RFC 6920).",
    ("forked_from", "sha256"): "Checksum of the package's file.",
    ("forked_from", "course_id"): "The id that the course has there.",
    ("forked_from", "version"): "Of which version.",
    ("forked_from", "title"): "What the course is called there.",
    ("skills", "id"): "Its address in the framework; `officina course check` knows the forms.",
    ("skills", "label"): "Its preferred label there, in the language of the course.",
    ("skills", "use"): "Whether the course teaches it or builds on it.",
    ("authors", "name"): "Name as it should be cited.",
    ("authors", "affiliation"): "Where this person works.",
    ("authors", "orcid"): "ORCID of this person.",
    ("exercises", "id"): "Name of the folder below `source`.",
    ("exercises", "title"): "What learners see.",
    ("exercises", "summary"): "What is done in it.",
    ("exercises", "minutes"): "Working time.",
    ("exercises", "deadline"): "After this moment a submission is taken and marked as late. One "
    "that a trainer sets on the portal overrules it, in later versions too.",
    ("environment", "kernel"): "Name of the Jupyter kernel. The grader runs Python, and "
    "[R and Julia](grading.md#other-languages) where they are installed. A course with `packages` "
    "has a kernel of its own, named as the course if nothing stands here; courses that name one "
    "kernel must have the same `environment.lock`.",
    ("environment", "packages"): "What the notebooks import beside Python's own modules, such as "
    '`["pandera>=0.35"]`. Left out, they run with what the hub itself has. Otherwise the course '
    "has a Python of its own with these packages and no others, made of the pins in "
    "`environment.lock` beside this file: see "
    "[Courses with packages of their own](../howto/course-environments.md).",
    ("environment", "cell_timeout_seconds"): "Longest time of one cell, when it is graded and when "
    "the course is checked with `--run`.",
    ("environment", "memory_mib"): "Address space of each process, when it is graded and when the "
    "course is checked with `--run`. That is more than it holds: kernels with PyTorch took 1,100 "
    "MiB and held 500.",
    (
        "grading",
        "show_differences",
    ): "Whether feedback shows what a failed visible test expected and "
    "what it got. Of hidden tests it never does.",
    ("profiles", "summary"): "What the profile is for.",
    ("profiles", "parameters"): "A value for each parameter that differs from the notebooks' own.",
    ("grading", "checks"): "Which tests learners may have run before they hand in. With `all` "
    "hidden tests run too, and it is told that one did not pass, so that they can be felt out; "
    "with `off` nothing is checked.",
}
KINDS: Final = {
    "licence": "a text",
    "released": "a day such as 2026-11-23, without quotes",
    "kind": '"course", "interactive-tool" or "data-pipeline"',
    "level": '"beginner", "intermediate" or "advanced"',
    "checks": '"visible", "all" or "off"',
    "show_differences": "true or false",
    "packages": "a list of at most 100 names of packages with the versions that will do (PEP 508), "
    "no addresses, paths or options",
    "use": '"teaches" or "requires"',
    "sectors": f"a list of {', '.join(SECTORS)}",
    "steps": f"a list of {', '.join(STEPS)}",
    "parameters": "a table of names and values",
    "deadline": "a time with its zone, such as 2026-05-31T18:00:00+02:00",
}
LISTS: Final = {"objectives", "prerequisites", "keywords"}
EXAMPLE = """
## Example

```toml
id = "my-course"
title = "My course"
version = "1.0.0"
summary = "From a table to a first plot, for people who never programmed."
minutes = 20
objectives = ["Draw a plot that tells one thing"]
licence = "CC-BY-4.0"

[[authors]]
name = "Ada Lovelace"

[[exercises]]
id = "01-first-steps"
title = "First steps"
minutes = 20
deadline = 2026-12-01T18:00:00+01:00
```
"""


def course_toml_page() -> str:
    """The whole page; raises ``KeyError`` for a key that nobody has described."""
    return HEAD + "".join(_tables()) + EXAMPLE


def _tables() -> Iterator[str]:
    for table, model in TABLES.items():
        yield f"\n## {HEADINGS[table]}\n\n{INTROS[table]}\n\n"
        yield "| key | default | allowed | meaning |\n|---|---|---|---|\n"
        for name, field in model.model_fields.items():
            meaning = MEANINGS[table, name]
            allowed = PATTERNS.get((table, name)) or _allowed(name, field)
            yield row(f"`{name}`", _default(field), cell(allowed), cell(meaning))


def _default(field: FieldInfo) -> str:
    if field.is_required():
        return "must be there"
    default = field.default
    if default in (None, "", ()) or not isinstance(default, (str, int)):
        return "none"
    return f'`"{default}"`' if isinstance(default, str) else f"`{default}`"


def _allowed(name: str, field: FieldInfo) -> str:
    if name in KINDS:
        return KINDS[name]
    if name in LISTS:
        return "a list of texts of at most 300 characters each"
    if name in TABLES:
        return "tables"
    low, high, length = (_bound(field, kind) for kind in (Ge, Le, MaxLen))
    if low is not None and high is not None:
        return f"a whole number from {low} to {high}"
    return f"a text of at most {length or 300} characters"


def _bound(field: FieldInfo, kind: type[Any]) -> Any:
    """The first bound of that kind; a text without one of its own is a line of 300."""
    names = {Ge: "ge", Le: "le", MaxLen: "max_length"}
    return next(
        (getattr(one, names[kind]) for one in field.metadata if isinstance(one, kind)), None
    )
