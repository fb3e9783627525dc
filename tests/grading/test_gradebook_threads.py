"""A gradebook is opened while other threads open and close files of their own."""

from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from grading_classroom import TASKS, Classroom

from officina_courses.grading import gradebook
from officina_courses.grading.gradebook_connection import OwnerThread
from officina_courses.grading.spec import read_spec
from officina_courses.release import prepare_exercise


def test_files_of_other_threads_are_not_taken_for_an_exchanged_gradebook(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o700)
    Classroom(home).write_source("doubling", TASKS)
    prepare_exercise(home, "doubling")
    is_over = threading.Event()

    def open_and_close() -> None:
        while not is_over.is_set():
            for one in [os.open(os.devnull, os.O_RDONLY) for _ in range(20)]:
                os.close(one)

    others = [threading.Thread(target=open_and_close) for _ in range(3)]
    for one in others:
        one.start()
    try:
        for _ in range(15):
            with gradebook.open_gradebook(home) as session:
                assert read_spec(session, "doubling", home / "release/doubling")
    finally:
        is_over.set()
        for one in others:
            one.join()


def test_whoever_asks_the_owners_thread_gets_their_own_answer_or_error(tmp_path: Path) -> None:
    thread = OwnerThread(tmp_path)
    with ThreadPoolExecutor(4) as pool:
        squares = list(pool.map(lambda number: thread.call(pow, number, 2), range(200)))
    assert squares == [number**2 for number in range(200)]
    with pytest.raises(ZeroDivisionError):
        thread.call(divmod, 1, 0)
    assert thread.call(len, "after an error") == 14
    thread.end()
