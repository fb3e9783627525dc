"""Notebooks in R: run by a real R kernel in the sandbox, marked by nbgrader's rules."""

from __future__ import annotations

from pathlib import Path

import pytest
from grading_classroom import Cell, Classroom, code, named, notes, scores

from officina_courses.grading import GradeOutcome
from officina_courses.grading.foreign.languages import find_foreign
from officina_courses.release import prepare_exercise

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.skipif(
        find_foreign("ir") is None, reason="no R kernel: apt-get install r-cran-irkernel"
    ),
]

SECRET = "hidden-answer-forty-two"
RIGHT = "double <- function(x) 2 * x"
R = {"name": "ir", "display_name": "R", "language": "R"}
TASKS = [
    code("offset <- 40", grade_id="setup", locked=True),
    code(
        f"### BEGIN SOLUTION\n{RIGHT}\n### END SOLUTION", grade_id="double", solution=True
    ),
    code(
        f"stopifnot(double(1) == 2)\n### BEGIN HIDDEN TESTS\n"
        f"if (double(21) != 42) stop('{SECRET}')\n### END HIDDEN TESTS",
        grade_id="test_double", grade=True, locked=True, points=2,
    ),
    code(
        "stopifnot(offset == 40, 7 %% 4 == 3)", grade_id="test_offset", grade=True, locked=True,
        points=1,
    ),
]  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """A course with an exercise in R."""
    home = tmp_path_factory.mktemp("course") / "home"
    home.mkdir(mode=0o700)
    made = Classroom(home)
    made.limits = made.limits.model_copy(update={"notebook_timeout_seconds": 120.0})
    (made.write_source("doubling", TASKS, **R) / "numbers.csv").write_text("n\n1\n2\n")
    prepare_exercise(home, "doubling")
    return made


def shown(room: Classroom, student: str) -> str:
    page = room.home / "feedback" / student / "doubling" / "tasks.html"
    return page.read_text()


def solve(room: Classroom, student: str, answer: str) -> GradeOutcome:
    return room.solve(student, answer)


def test_a_right_answer_gets_its_points_and_shows_what_it_printed(room: Classroom) -> None:
    answer = f"{RIGHT}\nprint(sum(read.csv('numbers.csv')$n))\nmessage('a warning')"
    outcome = solve(room, "right", answer)
    assert scores(outcome) == {"test_double": 2.0, "test_offset": 1.0}, notes(outcome)
    assert outcome.state == "graded"
    assert "[1] 3" in shown(room, "right")


def test_a_wrong_answer_gets_none_and_no_hidden_line_is_shown(room: Classroom) -> None:
    outcome = solve(room, "wrong", "double <- function(x) if (x == 1) 2 else 0")
    assert scores(outcome) == {"test_double": 0.0, "test_offset": 1.0}
    assert "A hidden test did not pass" in notes(outcome)
    assert SECRET not in room.written("wrong") + outcome.model_dump_json()


def test_an_unchanged_answer_gets_nothing(room: Classroom) -> None:
    outcome = room.grade("unchanged", room.hand_in("unchanged", lambda cells: None))
    assert scores(outcome) == {"test_double": 0.0, "test_offset": 1.0}


CHEATS = {
    "stop does nothing": f"{RIGHT[:-5]} 0\nstop <- function(...) invisible()\n"
    "stopifnot <- function(...) invisible()",
    "errors are swallowed": "double <- function(x) 0\n"
    "environment(IRkernel:::executor)$nothing <- 1\n"
    "trace(base::stop, quote(invokeRestart('abort')), print = FALSE)",
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_who_disarms_r_gains_nothing(room: Classroom, cheat: str) -> None:
    outcome = solve(room, cheat.replace(" ", "-"), CHEATS[cheat])
    found = scores(outcome)
    assert not found["test_double"], (found, notes(outcome))


def test_a_test_that_stop_cannot_fail_is_looked_at(room: Classroom) -> None:
    outcome = solve(room, "disarmed", "stopifnot <- stop <- function(...) invisible()")
    assert outcome.state == "needs_manual"
    assert scores(outcome)["test_double"] == 0.0


MASKS = {
    "stopifnot": "stopifnot <- function(...) invisible(NULL)",
    "equals": "`==` <- function(a, b) TRUE",
}


@pytest.mark.parametrize("mask", MASKS)
def test_who_disarms_what_tests_fail_by_gains_nothing(room: Classroom, mask: str) -> None:
    outcome = solve(room, f"masks-{mask}", MASKS[mask])
    assert outcome.state == "needs_manual"
    assert scores(outcome)["test_offset"] == 0.0


EXCHANGED = f"""
{RIGHT[:-5]} 41
abs <- function(x) 0
all.equal.numeric <- function(target, ...) if (target > 30) TRUE else base::identical(target, ...)
unlockBinding("nlevels", baseenv())
assign("nlevels", function(x) 1L, envir = baseenv())
attach(list(rev = function(x) c(1, 2)), warn.conflicts = FALSE)
registerS3method("median", "double", function(...) 2)
sort.double <- function(...) c(2, 4)
makeActiveBinding("rep", function() {{
    calls <- vapply(sys.calls(), function(call) paste(deparse(call[[1]]), collapse = ""), "")
    if (any(calls %in% c("get0", "is_whole"))) base::rep else function(...) 2
}}, globalenv())
unlockBinding("var", asNamespace("stats"))
assign("var", function(...) 0, envir = asNamespace("stats"))
Ops.table <- function(e1, e2) TRUE
"""
# What learners do to names of R's, and mean nothing by it.
HONEST = f"""
rm(list = ls(all.names = TRUE))
{RIGHT}
offset <- 40
c <- 3; t <- c(1, 2); data <- mean <- abs(-2)
print.person <- function(x, ...) cat("somebody")
registerS3method("median", "person", function(...) c(1, 2))
scale <- function(x) 10 * x
library(stats4)
"""
FUNCTIONS = {
    "abs": "stopifnot(abs(double(21) - 42) < 1e-6)",
    "methods": "stopifnot(isTRUE(all.equal(double(21), 42)))",
    "base": "stopifnot(nlevels(factor(c(double(1), 2))) == 1, nchar('\u00e4\"\n') == 3)",
    "attached": "stopifnot(rev(c(2, double(1) / 2))[1] == 1)",
    "registered": "stopifnot(median(double(1)) == 2)",
    "of-a-kind": "stopifnot(sort(c(double(1), 4))[1] == 2)",
    "active": "stopifnot(identical(rep(double(1), 1), 2))",
    "namespace": "stopifnot(stats::var(c(double(1), 2)) == 0)",
    "of-a-class": "stopifnot(all(table(numeric(double(1))) == 2))",
    "own": "stopifnot(scale(double(1)) == 20)",
}


@pytest.fixture(scope="module")
def functions(room: Classroom) -> Classroom:
    """An exercise whose tests call functions of R's, and one that the trainer binds anew."""
    solved = f"### BEGIN SOLUTION\n{RIGHT}\nscale <- function(x) 10 * x\n### END SOLUTION"
    tests = [
        code(source, grade_id=name, grade=True, locked=True, points=1)
        for name, source in FUNCTIONS.items()
    ]
    answer = code(solved, grade_id="double", solution=True)
    room.write_source("functions", [answer, *tests], **R)
    prepare_exercise(room.home, "functions")
    return room


def solve_functions(room: Classroom, student: str, answer: str) -> GradeOutcome:
    def edit(cells: list[Cell]) -> None:
        named(cells, "double")["source"] = answer

    return room.grade(student, room.hand_in(student, edit, "functions"), exercise_id="functions")


def test_a_test_whose_functions_an_answer_exchanged_waits_for_a_trainer(
    functions: Classroom,
) -> None:
    outcome = solve_functions(functions, "exchanges", EXCHANGED)
    assert outcome.state == "needs_manual"
    expected = dict.fromkeys(FUNCTIONS, None) | {"own": 0.0}
    assert scores(outcome) == expected, notes(outcome)


def test_honest_names_in_r_cost_nothing(functions: Classroom) -> None:
    outcome = solve_functions(functions, "names", HONEST)
    assert scores(outcome) == dict.fromkeys(FUNCTIONS, 1.0), notes(outcome)


@pytest.mark.parametrize(
    ("student", "answer", "state"),
    [
        ("dies", "tools::pskill(Sys.getpid(), 9)", "crashed"),
        ("loops", "while (TRUE) {}", "timeout"),
        ("kills", "system('kill -9 -1')", "crashed"),
    ],
)
def test_what_ends_or_holds_the_kernel_is_told(
    room: Classroom, student: str, answer: str, state: str
) -> None:
    outcome = solve(room, student, answer)
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == state
    assert scores(outcome)["test_double"] == 0.0


LOOKS = """\
stopifnot(!nzchar(Sys.getenv("SECRET")), !file.exists("/etc/shadow"))
stopifnot(system("id -u", intern = TRUE) != "0")
line <- suppressWarnings(try(socketConnection("192.0.2.1", 80, timeout = 1), silent = TRUE))
stopifnot(inherits(line, "try-error"))
owners <- file.info(list.files("/proc", "^[0-9]+$", full.names = TRUE))$uid
stopifnot(any(owners == 0))  # the porter's, into which nobody may look
cat("looked around\\n")
"""


def test_learners_code_sees_nothing_of_the_machine(
    room: Classroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "token")
    outcome = solve(room, "looks", f"{LOOKS}\n{RIGHT}")
    assert "looked around" in shown(room, "looks"), shown(room, "looks")
    assert scores(outcome)["test_double"] == 2.0


def test_leaving_r_costs_the_marks_of_no_other_cell(room: Classroom) -> None:
    assert scores(solve(room, "leaves", "quit()"))["test_offset"] == 1.0


def test_a_python_notebook_of_the_same_exercise_is_still_pythons(
    room: Classroom, tmp_path: Path
) -> None:
    test = code("assert x == 5", grade_id="test_x", grade=True, locked=True, points=1)
    cells: list[Cell] = [code("x = 5", grade_id="x", solution=True), test]
    room.write_source("in_python", cells)
    prepare_exercise(room.home, "in_python")
    folder = room.hand_in("both", lambda c: named(c, "x").update(source="x = 5"), "in_python")
    outcome = room.grade("both", folder, exercise_id="in_python", kernel="ir")
    assert scores(outcome) == {"test_x": 1.0}
