"""The findings from OFF100 on, which ``officina course check --gates`` looks for.

OFF180 is looked for without ``--gates``, too.
"""

from __future__ import annotations

from typing import Final

from officina_courses.checks.code import Code

GATE_CODES: Final[dict[str, Code]] = {
    # Graded versions
    "OFF100": Code(
        "error",
        "the trainer's solution does not get all points",
        "If the solution does not, no learner can.",
        "Correct the solution or the test.",
    ),
    "OFF101": Code(
        "error",
        "an exercise or a notebook could not be graded",
        "Nobody knows whether its tests are right.",
        "Look at the message, mend that, and check again.",
    ),
    "OFF102": Code(
        "error",
        "a test passes although nothing was answered",
        "It gives points for nothing.",
        "Let the test use what the answer defines.",
    ),
    "OFF103": Code(
        "error",
        "a cell that is no answer fails in the learners' version",
        "Learners meet an error that they did not make, before they begin.",
        "Let cells between tasks stand without the answers, or make it part of the task.",
    ),
    # Dice
    "OFF110": Code(
        "error",
        "a notebook throws dice without a parameter seed",
        "Two runs could give two marks.",
        "Declare seed: int = 1 in the parameters cell, and use it.",
    ),
    "OFF111": Code(
        "error",
        "two gradings of the solution give two marks",
        "A learner's marks would hang on luck.",
        "Fix the seed, the order and the clock that the test depends on.",
    ),
    # Wrong answers
    "OFF120": Code(
        "error",
        "the course has too few wrong answers",
        "Nobody knows whether its tests find mistakes.",
        "Write at least three: wrong/<exercise>/<notebook>/<what-is-wrong>.py",
    ),
    "OFF121": Code(
        "error",
        "a wrong answer does not lose exactly the tests that it should",
        "A test that takes anything, or falls over a neighbour's mistake, is unfair.",
        "Correct the test, or the line # loses: of the wrong answer.",
    ),
    "OFF122": Code(
        "error",
        "a wrong answer cannot be read",
        "It cannot be tried.",
        "Write what is wrong, # loses: and the cells; docs/reference/course-sources.md shows one.",
    ),
    # Leaks
    "OFF130": Code(
        "error",
        "the learners' version cannot be made, or would give an answer away",
        "Learners could read a solution or a hidden test, or get nothing at all.",
        "Take the text out there, or move the BEGIN and END lines.",
    ),
    # Budget
    "OFF140": Code(
        "error",
        "a notebook runs longer than its budget",
        "Learners and the grader wait for it as long.",
        "Take less data or fewer passes in that profile.",
    ),
    "OFF141": Code(
        "error",
        "a notebook holds more memory than its budget",
        "It ends in the middle where there is no more.",
        "Take less data, or raise memory_mib in course.toml.",
    ),
    # Network and data
    "OFF150": Code(
        "error",
        "a data file is not described",
        "Others may only use it if they know whence it is and what they may do with it.",
        "Name it in data-about.md beside it, with its source (or what made it) and its licence.",
    ),
    "OFF151": Code(
        "error",
        "a cell asks the network",
        "There is none where notebooks are graded and checked.",
        "Put the data beside the notebook, or serve them from 127.0.0.1 in the notebook itself.",
    ),
    # Packages
    "OFF160": Code(
        "error",
        "a notebook imports what no package brings",
        "It fails where only the course's packages are installed.",
        "Add the package to packages under [environment] in course.toml, or leave the import out.",
    ),
    "OFF163": Code(
        "warning",
        "a package of course.toml is imported nowhere",
        "Each package makes the environment larger and slower to set up.",
        "Take it out of packages under [environment].",
    ),
    # Description
    "OFF170": Code(
        "error",
        "the course lacks what Bioschemas asks of training material",
        "Catalogues refuse or hide it without name, description and keywords.",
        "Fill it in in course.toml.",
    ),
    "OFF171": Code(
        "warning",
        "the course lacks what Bioschemas recommends",
        "People find and choose courses by it.",
        "Fill it in in course.toml.",
    ),
    "OFF172": Code(
        "warning",
        "an objective does not begin with a verb",
        "Only what somebody does can be seen and tested.",
        'Begin with a verb such as "Explain", "Compare" or "Train".',
    ),
    "OFF173": Code(
        "warning",
        "reading alone takes longer than the exercise's minutes",
        "Learners plan their day by them.",
        "Shorten the text, or raise minutes.",
    ),
    "OFF174": Code(
        "warning",
        "a cell is very long",
        "Long cells are scrolled past, not read.",
        "Split it.",
    ),
    "OFF175": Code(
        "error",
        "a link leads nowhere",
        "Who follows it is lost.",
        "Correct the path or the heading that it names.",
    ),
    "OFF176": Code(
        "error",
        "a link's text says nothing",
        "Screen readers list links by their texts alone.",
        "Write what is found there, such as [the terms of use](...).",
    ),
    "OFF177": Code(
        "warning",
        "a link is not encrypted",
        "Others on the way can read and change what is shown.",
        "Write https:// where the site has it.",
    ),
    "OFF178": Code(
        "error",
        "a notebook has not exactly one title",
        "Lists and screen readers show it.",
        "Let the first cell begin with # and the title, and use ## below.",
    ),
    "OFF179": Code(
        "warning",
        "a notebook lacks a part that good lessons have",
        "Learners need to know where they are, and to try at once.",
        "Add it; docs/howto/write-a-good-exercise.md shows how.",
    ),
    # Ids and points
    "OFF180": Code(
        "error",
        "two cells have one id",
        "Learners' work is found again by ids.",
        "Give one of them another id.",
    ),
    "OFF181": Code(
        "warning",
        "a graded cell has no points",
        "Nobody sees that it was solved.",
        "Give it points above 0.",
    ),
    # Everybody
    "OFF190": Code(
        "error",
        "bold text poses as a heading",
        "Screen readers do not find it among the headings.",
        "Write ## and the text, or make it part of a paragraph.",
    ),
    "OFF191": Code(
        "error",
        "colour is set by hand",
        "Not everybody sees it, and it may vanish in a dark theme.",
        "Say it in words, or with bold text.",
    ),
    "OFF192": Code(
        "error",
        "a heading is bold",
        "It is emphasised already, and some readers speak the stars.",
        "Take the stars out.",
    ),
    "OFF194": Code(
        "error",
        "an alternative text says nothing",
        "Learners who cannot see the picture learn nothing from it.",
        "Write what the picture tells, in a sentence.",
    ),
    "OFF195": Code(
        "warning",
        "a plot is not said in words",
        "Learners who cannot see it miss what it shows.",
        "End the cell with a print that says it, or put a line of text below it.",
    ),
    # Profiles
    "OFF200": Code(
        "error",
        "a profile does not fit the notebooks",
        "Runs with it are refused.",
        "Correct the values below [profiles] in course.toml, or the parameters cell.",
    ),
    "OFF201": Code(
        "error",
        "the course has fewer than two profiles",
        "It is not known to run anywhere but with one set of values.",
        "Add [profiles.smoke] and [profiles.cpu] to course.toml.",
    ),
    # Feedback
    "OFF210": Code(
        "error",
        "feedback shows a hidden test",
        "Who reads it can answer the test instead of the task.",
        "Keep hidden lines out of messages, outputs and function names that learners see.",
    ),
    # Translations
    "OFF220": Code(
        "error",
        "a translation of something that the course does not have, or has once",
        "It is never shown, so its translator's work is lost.",
        "Run officina course translate FOLDER LANGUAGE: it keeps the text as obsolete.",
    ),
    "OFF221": Code(
        "error",
        "a translation does not keep a formula, a link, code or markup",
        "Learners would be told something else, so they get the course's own text there.",
        "Take formulas, links, code, HTML and headings over as they stand in the source.",
    ),
    # Outputs
    "OFF230": Code(
        "warning",
        "the outputs that the course brings cannot be read",
        "Whoever takes it over cannot see which cells show something else there.",
        "Make outputs.json anew: officina course check FOLDER --gates --outputs, or delete it.",
    ),
    "OFF231": Code(
        "warning",
        "the outputs that the course brings do not fit its notebooks",
        "They are not compared, so nobody sees which cells show something else elsewhere.",
        "Make outputs.json anew: officina course check FOLDER --gates --outputs, or delete it.",
    ),
}
