"""The one table of findings: docs/reference/checks.md and all messages are made from it."""

from __future__ import annotations

from typing import Final

from officina_courses.checks.code import Code
from officina_courses.checks.gate_codes import GATE_CODES
from officina_courses.model import Finding

REFUSED_BY_NBGRADER: Final = "nbgrader stops at it, so no learner's version can be made."
CODES: Final[dict[str, Code]] = {
    # The course as a whole
    "OFF001": Code(
        "error",
        "course.toml is missing or wrong",
        "Without it nobody knows the course's title, exercises and licence.",
        "Correct that place; docs/reference/course-toml.md explains every key.",
    ),
    "OFF002": Code(
        "warning",
        "the course names no objectives",
        "Learners choose a course by what they will be able to do afterwards.",
        'Add to course.toml: objectives = ["..."]',
    ),
    "OFF003": Code(
        "warning",
        "the course names no authors",
        "Most licences ask to name them, and learners want to know whom to ask.",
        'Add to course.toml: [[authors]] and name = "..."',
    ),
    "OFF004": Code(
        "warning",
        "a licence is not a known SPDX identifier",
        "Others can only reuse the course when they know what they may do with it.",
        'Choose one from spdx.org/licenses, for teaching material often "CC-BY-4.0".',
    ),
    "OFF005": Code(
        "warning",
        "the minutes of course and exercises do not fit together",
        "Learners plan their day by them.",
        "Correct minutes in course.toml, of the course or of its exercises.",
    ),
    "OFF006": Code(
        "warning",
        "the course has no exercises",
        "There is nothing to work on.",
        'Add to course.toml: [[exercises]] and id = "...", the name of its folder below source.',
    ),
    "OFF007": Code(
        "warning",
        "course.toml says what `officina course new` wrote there",
        "Learners read it on the course's page when they choose.",
        "Write in its place what learners get from this course.",
    ),
    "OFF008": Code(
        "error",
        "the packages of course.toml are not pinned",
        "Each hub would run the notebooks with other versions, and none could build their Python.",
        "Pin them: officina course environment lock FOLDER",
    ),
    "OFF009": Code(
        "warning",
        "packages are pinned that the course does not ask for",
        "Its notebooks run with what the hub itself has.",
        "Name them under [environment] packages in course.toml, or remove the file.",
    ),
    # Files
    "OFF010": Code(
        "error",
        "an exercise has no folder",
        "There would be nothing to hand out.",
        "Make the folder, or take the exercise out of course.toml.",
    ),
    "OFF011": Code(
        "error",
        "an exercise has no notebook",
        "There would be nothing to work on and to grade.",
        "Put a notebook right into that folder.",
    ),
    "OFF012": Code(
        "warning",
        "source holds something that belongs to no exercise",
        "It is published with the course, but learners never get it.",
        "Add the exercise to course.toml, or move the file into an exercise or out of source.",
    ),
    "OFF013": Code(
        "error",
        "a link",
        "It may point to anything on the machine that unpacks the course: it is not published.",
        "Replace it by a copy of what it points to.",
    ),
    "OFF014": Code(
        "error",
        "something that is neither a file nor a folder",
        "It cannot be published.",
        "Remove it.",
    ),
    "OFF015": Code(
        "error",
        "a file is too large",
        "Every learner gets a copy of it, and the disk is shared by all.",
        "Make it smaller, load it from the network in the notebook, or take a sample of the data.",
    ),
    "OFF016": Code(
        "error",
        "the course is too large",
        "Every learner gets a copy of its exercises, and the disk is shared by all.",
        "Remove files that are not needed, or load data from the network.",
    ),
    "OFF017": Code(
        "error",
        "a file name that not every computer takes",
        "The course could not be unpacked safely.",
        "Rename it.",
    ),
    "OFF018": Code(
        "warning",
        "a file name with a blank",
        "Commands in notebooks and links in Markdown break at blanks.",
        "Use a hyphen instead.",
    ),
    # Skills
    "OFF019": Code(
        "error",
        "a skill has an id that is none of ESCO's or DigComp's, or has it twice",
        "Others find and compare courses by these ids, and this one leads nowhere.",
        "Look the skill up at esco.ec.europa.eu and write its whole address, with http:// at the "
        "beginning and nothing after it.",
    ),
    # Notebooks
    "OFF020": Code(
        "error",
        "a notebook cannot be read",
        "Neither JupyterLab nor the grader can open it.",
        "Mend or replace it.",
    ),
    "OFF021": Code(
        "error",
        "a notebook holds what JupyterLab or nbgrader cannot read back",
        "It opens here, and fails elsewhere.",
        "Open it in JupyterLab, remove the place, and save it again.",
    ),
    "OFF022": Code(
        "warning",
        "a notebook names no clear kernel",
        "JupyterLab asks each learner to choose one before anything runs.",
        "Open it in JupyterLab, choose the kernel of course.toml and save it.",
    ),
    "OFF023": Code(
        "warning",
        "cells still have outputs",
        "They can give solutions away and make the files large.",
        "In JupyterLab: Edit, Clear Outputs of All Cells, then save.",
    ),
    # Grading
    "OFF030": Code(
        "error",
        "two grade cells have one id",
        "nbgrader could not tell their marks apart.",
        "Give one of them another id in JupyterLab's panel Create Assignment.",
    ),
    "OFF031": Code(
        "error",
        "a grade cell has no id",
        "nbgrader could not find it again in a submission.",
        "Give it an id in JupyterLab's panel Create Assignment.",
    ),
    "OFF032": Code(
        "error",
        "the nbgrader metadata of a cell is damaged",
        REFUSED_BY_NBGRADER,
        "Set the cell's type anew in JupyterLab's panel Create Assignment.",
    ),
    "OFF033": Code(
        "error",
        "a cell has negative points",
        "A right answer would cost marks.",
        "Give it 0 or more points.",
    ),
    "OFF034": Code(
        "warning",
        "an exercise has no points",
        "Learners get no mark for it and it never counts as done.",
        "Give points to a test cell or to a manually graded cell.",
    ),
    "OFF035": Code(
        "warning",
        "an answer has no tests",
        "Nobody marks what learners write there.",
        "Add a cell of type Autograder tests after it, or make it Manually graded answer.",
    ),
    "OFF036": Code(
        "error",
        "the type of a graded cell does not fit",
        REFUSED_BY_NBGRADER,
        "Text is marked by hand (Manually graded answer or task); tests stand in code cells.",
    ),
    "OFF037": Code(
        "error",
        "the nbgrader metadata is of another version",
        REFUSED_BY_NBGRADER,
        "Run nbgrader update on the notebook, or officina course import on the folder.",
    ),
    "OFF038": Code(
        "error",
        "a marked region is not closed or not opened",
        "A solution or a hidden test could reach the learners.",
        "Let every BEGIN line be followed by its END line in the same cell.",
    ),
    "OFF039": Code(
        "error",
        "a marked region stands in a cell of another type",
        REFUSED_BY_NBGRADER,
        "Set the cell's type in JupyterLab's panel Create Assignment, or remove the region.",
    ),
    "OFF040": Code(
        "error",
        "a cell has AUTOTEST lines",
        "nbgrader would run the course's code to publish it, which is not done here.",
        "Let officina course import write the tests out, or nbgrader: generate_assignment "
        "--source_with_tests.",
    ),
    "OFF041": Code(
        "warning",
        "a hint is empty, or stands where nobody sees it",
        "Feedback shows the hints of a test that did not pass, and no others.",
        "Write # HINT: and a sentence in one line of a cell of type Autograder tests.",
    ),
    "OFF042": Code(
        "error",
        "a line that learners must not see stands where they can read it",
        "It gives a solution, a hidden test or a mark scheme away, so publishing refuses it.",
        "Leave a gap in it, such as `return sum(numbers) / …`, or move the BEGIN and END lines.",
    ),
    # Reading for everybody
    "OFF050": Code(
        "warning",
        "an image has no alternative text",
        "Learners who cannot see it do not learn what it shows.",
        "Write between the brackets what the image tells: ![what it tells](image.png)",
    ),
    "OFF051": Code(
        "warning",
        "a heading level is skipped",
        "Screen readers walk through a notebook by its headings.",
        "Use the next level, one # more than the heading above.",
    ),
    # Running
    "OFF060": Code(
        "error",
        "a cell fails in the trainer's version",
        "If the solution does not pass its own tests, no learner can.",
        "Correct the cell, or the data and packages it needs.",
    ),
    "OFF061": Code(
        "error",
        "a notebook runs too long",
        "Learners and the grader would wait for it as long.",
        "Make it faster, or raise cell_timeout_seconds in course.toml.",
    ),
    "OFF062": Code(
        "error",
        "a notebook could not be run",
        "Nobody knows whether it works.",
        "Look at the message, and whether the kernel of course.toml is installed.",
    ),
    # Sources
    "OFF063": Code(
        "warning",
        "the hub has no Python with the course's own packages yet",
        "Notebooks do not run there, and what learners hand in waits ungraded.",
        "Ask an operator to look at them and to build it, on the hub's machine: "
        "officina course environment build FOLDER",
    ),
    "OFF064": Code(
        "warning",
        "the hub's Python for the course is of another lock",
        "It has all that course.toml asks for, so notebooks run, with other versions than the lock "
        "says.",
        "Ask an operator to look at them and to build it again, on the hub's machine: "
        "officina course environment build FOLDER",
    ),
    "OFF065": Code(
        "error",
        "a cell is no Python",
        "Nothing of it runs, and the notebook ends there, for the grader, too.",
        "Correct that line. A cell that shows an error on purpose has the tag raises-exception.",
    ),
    "OFF066": Code(
        "warning",
        "a parameters cell says more than values",
        "officina course run and its profiles refuse the notebook; learners can use it all the "
        "same.",
        'Write each as "name: kind = value", and move all else into the cell below.',
    ),
    "OFF070": Code(
        "error",
        "a notebook is not what its source says",
        "People read and edit the source, and learners get the notebook.",
        "Run officina course build FOLDER, or with --from-notebooks if the notebook is newer.",
    ),
    "OFF071": Code(
        "error",
        "a source cannot be built into a notebook",
        "Learners would get an older notebook.",
        "Correct that line; docs/reference/course-sources.md explains every key.",
    ),
    "OFF072": Code(
        "warning",
        "sources could not be compared with their notebooks",
        "Nobody knows whether learners get what the sources say.",
        'Install jupytext: pip install "officina[grader]"',
    ),
    # Licences of parts
    "OFF080": Code(
        "warning",
        "a licence is given for a file that is not there",
        "A file that was meant by it is shared under the licence of the course.",
        "Correct the path under [[parts]] in course.toml: it begins with source/ for most files.",
    ),
    # Translations
    "OFF090": Code(
        "error",
        "a translation cannot be read",
        "Learners would get all of it in the course's own language, and nobody would know why.",
        "Mend it in a program for translations such as Poedit, or take it from a copy.",
    ),
    "OFF091": Code(
        "warning",
        "a translation is not complete",
        "Learners get the missing parts in the course's own language, with a note.",
        "Run officina course translate FOLDER LANGUAGE, and fill in what is empty or fuzzy.",
    ),
    "OFF092": Code(
        "warning",
        "translations holds a file that belongs to no language or no notebook",
        "It is published with the course, and nothing of it is shown.",
        "Remove it, or move it to where officina course translate FOLDER LANGUAGE writes.",
    ),
    **GATE_CODES,
}


def found(
    code: str, what: str, *, path: str = "", cell: str | None = None, line: int | None = None
) -> Finding:
    """The finding of that code, with what was found and where."""
    entry = CODES[code]
    return Finding(
        severity=entry.severity,
        code=code,
        message=f"{what} {entry.why} {entry.todo}",
        path=path,
        cell=cell,
        line=line,
    )
