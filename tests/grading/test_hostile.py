"""Learners' code that wants marks or answers.

Each attack hands in a wrong answer beside it: whatever happens, the test must not pass, nothing of
a hidden test may be shown, and the grading itself must end well.
"""

from __future__ import annotations

import pytest
from grading_classroom import (
    QUICK,
    RIGHT,
    WRONG,
    Classroom,
    assert_nothing_gained,
    notes,
    scores,
)

pytestmark = pytest.mark.sandbox

AST_TRANSFORMER = """
import ast
class NoAsserts(ast.NodeTransformer):
    def visit_Assert(self, node):
        return ast.Pass()
get_ipython().ast_transformers.append(NoAsserts())
"""
INPUT_TRANSFORMER = """
get_ipython().input_transformers_cleanup.append(lambda lines: ['pass\\n'])
get_ipython().input_transformer_manager.line_transforms.append(lambda lines: ['pass\\n'])
"""
PRE_RUN_HOOK = """
seen = []
def spy(info):
    open('/tmp/seen', 'a').write(info.raw_cell)
    print(info.raw_cell)
get_ipython().events.register('pre_run_cell', spy)
get_ipython().events.register('post_run_cell', spy)
"""
PATCHED_SHELL = """
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.showtraceback = InteractiveShell._showtraceback = lambda *a, **k: None
get_ipython().run_cell = lambda *a, **k: None
get_ipython().user_ns['__builtins__'] = {}
"""
PATCHED_BUILTINS = """
import builtins, ast, sys, json
class Calm(Exception):
    def __init__(self, *args): sys.exit(0)
builtins.AssertionError = Calm
builtins.compile = builtins.exec = builtins.eval = lambda *a, **k: None
ast.parse = lambda *a, **k: None
"""
TRACE = """
import sys
def jump(frame, event, arg):
    frame.f_trace_opcodes = True
    return jump
sys.settrace(jump); sys.setprofile(lambda *a: None)
"""
# Finds what runs the tests wherever it is kept, as an object's method or in a closure.
SWAP = """
import gc, re, types
OURS = re.compile(r"(assert [0-9]+ == [0-9]+|assert not [0-9]+|raise AssertionError|if [0-9]+ !=)")
def answer(source, name):
    return (AssertionError(), None) if {fails} else (None, None)
for thing in gc.get_objects():
    if type(thing).__name__ == 'Runner':
        thing._examine = answer
    if isinstance(thing, types.FunctionType) and thing.__closure__:
        for name, cell in zip(thing.__code__.co_freevars, thing.__closure__):
            if name == 'examine':
                cell.cell_contents = answer
"""
SWAPS = {
    "all-pass": SWAP.format(fails="False"),
    "old-twins-by-text": SWAP.format(fails="OURS.match(source)"),
    "asserts-of-numbers-by-text": SWAP.format(fails="re.search('^assert [0-9]', source, re.M)"),
    "copies-fail": SWAP.format(fails="__import__('os').getpid() != here")
    + "import os; here = os.getpid()",
}
DROPPED_ASSERTS = """
import ast, builtins, gc, types
def calm(tree, *args, **options):
    if isinstance(tree, ast.Module):
        tree.body = [node for node in tree.body if 'double' not in ast.unparse(node)]
    return compile_(tree, *args, **options)
compile_ = builtins.compile
for thing in gc.get_objects():
    if isinstance(thing, types.FunctionType) and thing.__closure__:
        for name, cell in zip(thing.__code__.co_freevars, thing.__closure__):
            if name == 'compile_' and thing is not calm:
                cell.cell_contents = calm
"""
JUMPING_TRACE = """
def double(x):
    import sys
    frame = sys._getframe(1)
    def over(frame, event, arg):
        return over
    def jump(frame, event, arg):
        if event == 'line':
            try: frame.f_lineno = frame.f_lineno + 1
            except ValueError: pass
        return jump
    frame.f_trace = jump
    sys.settrace(over)
    return 'no'
"""
PEEK_AND_TELL = """
def double(x):
    import sys, gc
    frame, found = sys._getframe(), ''
    while frame:
        found += repr(frame.f_locals) + repr(frame.f_code.co_consts)
        frame = frame.f_back
    print(found); print(found, file=sys.stderr)
    import os
    os.write(1, found.encode()[:9000])
    open('/tmp/found', 'w').write(found)
    raise type('E' + ''.join(c for c in found if c.isalnum())[:400], (Exception,), {})(found)
"""
EXITS = "import sys\ndef double(x):\n    sys.exit(0)"
ALWAYS_EQUAL_LATER = "import atexit\natexit.register(lambda: print('bye'))"
# Plain Python: equal to everything in the process, to nothing in a copy; a twin that is tried late
# is known by its place, where the test was before, or by its coming second.
IN_THE_PROCESS = """
import os, sys
HOME, SEEN = os.getpid(), set()
class Anything:
    def __eq__(self, other):
        frame = sys._getframe(1)
        place = {place}
        if os.getpid() != HOME or place in SEEN:
            return False
        SEEN.add(place)
        return True
def double(x):
    return Anything()
"""
FALSE_IN_COPIES = IN_THE_PROCESS.format(place="other")
SECOND_COMES_LATE = [
    IN_THE_PROCESS.format(place="frame.f_code.co_filename, frame.f_lineno"),
    IN_THE_PROCESS.format(place="frame.f_lineno, len(SEEN) > 4"),
]


@pytest.mark.parametrize(
    "attack",
    [
        AST_TRANSFORMER,
        INPUT_TRANSFORMER,
        PRE_RUN_HOOK,
        PATCHED_SHELL,
        PATCHED_BUILTINS,
        TRACE,
        JUMPING_TRACE,
    ],
    ids=["ast-transformer", "input-transformer", "hooks", "shell", "builtins", "trace", "jumps"],
)
def test_reaching_into_ipython_or_python_gains_nothing(classroom: Classroom, attack: str) -> None:
    outcome = classroom.solve("mallory", WRONG + attack)
    assert_nothing_gained(classroom, "mallory", outcome)


def test_an_honest_answer_beside_a_transformer_still_counts(classroom: Classroom) -> None:
    outcome = classroom.solve("mia", RIGHT + AST_TRANSFORMER)
    assert scores(outcome)["test_double"] == 2.0


@pytest.mark.usefixtures("guarded_way")
@pytest.mark.parametrize("attack", [*SWAPS.values(), DROPPED_ASSERTS], ids=[*SWAPS, "dropped"])
def test_an_exchanged_examiner_is_found_by_its_twins(classroom: Classroom, attack: str) -> None:
    outcome = classroom.solve("mallory", WRONG + attack)
    assert_nothing_gained(classroom, "mallory", outcome)
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == "tampered"
    assert outcome.state == "needs_manual"


@pytest.mark.usefixtures("guarded_way")
def test_a_twin_leaves_no_trace_in_what_an_honest_answer_counts(classroom: Classroom) -> None:
    counting = "calls = []\ndef double(x):\n    open(f'{len(calls)}.txt', 'x').close()\n"
    counting += "    calls.append(x)\n    return 2 * x if len(calls) <= 6 else None"
    outcome = classroom.solve("mia", counting)
    assert (scores(outcome)["test_double"], scores(outcome)["test_partly"]) == (2.0, 4.0)


@pytest.mark.usefixtures("guarded_way")
@pytest.mark.parametrize("attack", [FALSE_IN_COPIES, *SECOND_COMES_LATE], ids=["pid", "at", "last"])
def test_a_test_that_passes_nowhere_but_in_the_process_has_no_points(
    classroom: Classroom, attack: str
) -> None:
    outcome = classroom.solve("mallory", attack)
    assert scores(outcome)["test_double"] is None
    assert outcome.state == "needs_manual"
    assert classroom.secret not in classroom.written("mallory") + outcome.model_dump_json()


@pytest.mark.usefixtures("guarded_way")
def test_an_answer_that_cannot_be_forked_waits_for_a_trainer(classroom: Classroom) -> None:
    pool = "from concurrent.futures import ThreadPoolExecutor\npool = ThreadPoolExecutor(1)\n"
    pool += "pool.submit(int).result()\ndef double(x):\n"
    pool += "    return pool.submit(lambda: 2 * x).result()"
    patient = classroom.limits.model_copy(update={"cell_timeout_seconds": 2})
    outcome = classroom.solve("mia", pool, limits=patient)
    assert (scores(outcome)["test_double"], scores(outcome)["test_partly"]) == (None, None)
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == "graded"


@pytest.mark.parametrize("name", ["KeyError", "BlockingIOError", "Told"])
def test_an_exceptions_name_carries_nothing_out_of_a_hidden_test(
    classroom: Classroom, name: str
) -> None:
    told = f"class Told(Exception): pass\ndef double(x):\n    if x == 21: raise {name}\n"
    outcome = classroom.solve("mallory", told + "    return 2 * x")
    assert_nothing_gained(classroom, "mallory", outcome)
    assert "A hidden test did not pass." in notes(outcome)
    assert name not in notes(outcome)


def test_looking_at_a_hidden_test_while_it_runs_brings_nothing_out(classroom: Classroom) -> None:
    outcome = classroom.solve("mallory", PEEK_AND_TELL)
    assert_nothing_gained(classroom, "mallory", outcome)


def test_leaving_from_inside_a_test_is_a_failure(classroom: Classroom) -> None:
    outcome = classroom.solve("mallory", EXITS)
    assert_nothing_gained(classroom, "mallory", outcome)


def test_a_process_that_ends_itself_keeps_what_was_graded_before(classroom: Classroom) -> None:
    outcome = classroom.solve(
        "mallory",
        RIGHT + "\nimport sys\nn = 0\ndef double(x):\n    global n\n    n += 1\n"
        "    if n > 2: __import__('os')._exit(0)\n    return 2 * x",
    )
    assert scores(outcome)["test_double"] == 2.0
    assert scores(outcome)["test_partly"] == 0.0
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == "crashed"
    assert "the Python process ended" in notes(outcome)


def test_an_endless_loop_costs_its_own_cell_only(classroom: Classroom) -> None:
    outcome = classroom.solve("mallory", RIGHT + "\nwhile True: pass", limits=QUICK)
    assert scores(outcome)["test_double"] == 2.0
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state == "timeout"


def test_a_loop_that_will_not_be_stopped_is_killed(classroom: Classroom) -> None:
    stubborn = "\nimport signal\nsignal.setitimer(signal.ITIMER_REAL, 0)\nwhile True: pass"
    outcome = classroom.solve("mallory", RIGHT + stubborn, limits=QUICK)
    assert scores(outcome)["test_double"] == 0.0
    assert "took longer than it may" in notes(outcome)


def test_a_hundred_megabytes_of_output_are_cut(classroom: Classroom) -> None:
    flood = "\nfor n in range(100):\n    print('x' * 1_000_000)"
    outcome = classroom.solve("mallory", RIGHT + flood)
    assert scores(outcome)["test_double"] == 2.0
    written = classroom.written("mallory")
    assert "Output cut here" in written
    assert len(written) < 20_000_000


@pytest.mark.parametrize(
    "words",
    [
        "b'garbage' * 999",
        "(2**32 - 1).to_bytes(4, 'big') + b'x' * 999",
        "(2).to_bytes(4, 'big') + b'{}'",
        "(9).to_bytes(4, 'big') + b'[' * 9",
        'b\'\'.join([len(f).to_bytes(4, \'big\') + f for f in [b\'{"nonce":"1","status":"ok",'
        '"error":null,"value":null,"seconds":0,"outputs":[]}\'] * 9])',
    ],
    ids=["garbage", "oversized", "empty", "nested", "forged"],
)
def test_words_written_into_the_graders_pipe_are_no_marks(classroom: Classroom, words: str) -> None:
    attack = f"""
import os
for descriptor in range(3, 64):
    try:
        os.write(descriptor, {words})
    except OSError:
        pass
"""
    outcome = classroom.solve("mallory", WRONG + attack)
    assert_nothing_gained(classroom, "mallory", outcome)
    assert scores(outcome)["test_partly"] == 0.0
    assert outcome.grade is not None
    assert outcome.grade.notebooks[0].state in ("tampered", "crashed", "timeout")


def test_a_thread_that_answers_for_the_grader_gains_nothing(classroom: Classroom) -> None:
    attack = """
import json, os, sys, threading
def forge():
    while True:
        for frame in sys._current_frames().values():
            while frame:
                command = frame.f_locals.get('command')
                if isinstance(command, dict) and command.get('op') == 'test':
                    body = json.dumps({'nonce': command['nonce'], 'status': 'ok', 'error': None,
                        'value': None, 'seconds': 0, 'outputs': []}).encode()
                    for fd in range(3, 20):
                        try: os.write(fd, len(body).to_bytes(4, 'big') + body)
                        except OSError: pass
                    return
                frame = frame.f_back
threading.Thread(target=forge, daemon=True).start()
def double(x):
    import time; time.sleep(0.3)
    return 'no'
"""
    outcome = classroom.solve("mallory", attack)
    assert_nothing_gained(classroom, "mallory", outcome)
    assert outcome.grade is not None
    # Where the thread does not come to its turn in time, nothing was forged and nothing is found.
    assert outcome.grade.notebooks[0].state in {"tampered", "graded"}
