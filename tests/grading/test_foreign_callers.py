"""Answers in R that look at who calls them, where the test says what it expects."""

from __future__ import annotations

import pytest
from grading_classroom import Cell, Classroom, code, notes, scores

from officina_courses.grading.foreign.languages import find_foreign
from officina_courses.release import prepare_exercise

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.skipif(
        find_foreign("ir") is None, reason="no R kernel: apt-get install r-cran-irkernel"
    ),
]

R = {"name": "ir", "display_name": "R", "language": "R"}
RIGHT = """
reads <- function(x) 2 * x
assigns <- calls <- passes <- parents <- evaluates <- keeps <- inside <- usual <- reads
count_up <- function() count <<- count + 1
"""
TESTS = {
    "reads": "want <- 42\nstopifnot(reads(21) == want)",
    "assigns": "for (i in 7:9) stopifnot(assigns(i) == 2 * i)",
    "calls": "stopifnot(identical(calls(21), 42))",
    "passes": "stopifnot(passes(21) == 42)",
    "parents": "stopifnot(parents(21) == want)  # of an earlier test",
    "evaluates": "stopifnot(evaluates(21) == 42)",
    "keeps": "stopifnot(keeps(21) == 42)",
    "inside": "stopifnot(inside(21) == 42)",
    "usual": "x <- 21\ntwice <- function(f) f(f(x))\nusual(x)\nstopifnot(twice(usual) == 2 * want)",
    "count": "count <- 0\ncount_up()\nstopifnot(count == 1, !exists('nothing', inherits = FALSE))",
}
LOOKING = """
kept <- base::sys.calls
expected <- function(calls) {
    text <- paste(unlist(lapply(calls, deparse)), collapse = " ")
    as.numeric(regmatches(text, regexec("42", text))[[1]])
}
reads <- function(x) want
assigns <- function(x) { assign("i", -0.5, envir = globalenv()); -1 }
calls <- function(x) expected(sys.calls())
passes <- function(x) do.call("expected", list(do.call(sys.calls, list())))
parents <- function(x) get("want", envir = parent.frame())
evaluates <- function(x) { eval(parse(text = "sys.call(-1)")); eval.parent(quote(want)) }
keeps <- function(x) expected(kept())
inside <- function(x) expected(sapply(1, function(each) sys.calls()))
usual <- function(x) 2 * x
count_up <- function() count <<- count + 1
"""
# What learners call that asks for its callers, and mean nothing by it.
HONEST = """
usual <- function(x, how = c("twice", "once")) {
    how <- match.arg(how)
    called <- match.call()
    stopifnot(is.numeric(x), nargs() == 1, identical(sys.call()[[1]], called[[1]]))
    helper <- function() assign("found", 2, envir = parent.frame())
    helper()
    each <- match.fun("sum")
    slope <- coef(update(lm(b ~ a, data = data.frame(a = 1:4, b = 1:4)), . ~ .))[["a"]]
    caught <- tryCatch(stop("no"), error = function(problem) conditionMessage(problem))
    with(list(each = each), do.call("each", as.list(rep(x, found)))) * round(slope)
}
reads <- Vectorize(usual)
assigns <- calls <- passes <- parents <- evaluates <- keeps <- inside <- usual
count_up <- function() count <<- count + 1
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Classroom:
    """A course with an exercise in R, each of whose tests is of one function."""
    home = tmp_path_factory.mktemp("course") / "home"
    home.mkdir(mode=0o700)
    made = Classroom(home)
    made.limits = made.limits.model_copy(update={"notebook_timeout_seconds": 120.0})
    solved = f"### BEGIN SOLUTION{RIGHT}### END SOLUTION"
    tests = [
        code(source, grade_id=f"test_{name}", grade=True, locked=True, points=1)
        for name, source in TESTS.items()
    ]
    cells: list[Cell] = [code(solved, grade_id="double", solution=True), *tests]
    made.write_source("doubling", cells, **R)
    prepare_exercise(home, "doubling")
    return made


def test_what_an_answer_read_of_its_test_waits_for_a_trainer(room: Classroom) -> None:
    outcome = room.solve("looks", LOOKING)
    expected = dict.fromkeys((f"test_{name}" for name in TESTS), None)
    found = {"test_reads": 0.0, "test_assigns": 0.0, "test_usual": 1.0, "test_count": 1.0}
    assert scores(outcome) == expected | found, notes(outcome)
    assert outcome.state == "needs_manual"


def test_who_asks_for_callers_of_their_own_gets_the_points(room: Classroom) -> None:
    outcome = room.solve("honest", HONEST)
    assert scores(outcome) == dict.fromkeys((f"test_{name}" for name in TESTS), 1.0), notes(outcome)


def test_who_calls_the_inside_of_r_waits_and_an_error_is_shown_as_ever(room: Classroom) -> None:
    inside = RIGHT.replace("2 * x", "if (length(.Internal(sys.calls()))) 2 * x")
    outcome = room.solve("inside", f"{inside}\ncalls <- function(x) 3 * x")
    expected = dict.fromkeys((f"test_{name}" for name in TESTS), None)
    assert scores(outcome) == expected | {"test_calls": 0.0}, notes(outcome)
    page = (room.home / "feedback" / "inside" / "doubling" / "tasks.html").read_text()
    before, found, _ = page.partition("identical(calls(21), 42) is not TRUE")
    assert found
    assert "now$place)" not in before[-80:]
