"""The gates, and which findings close them."""

from __future__ import annotations

from typing import Final, NamedTuple


class Gate(NamedTuple):
    """One question to a course; ``runs`` says whether only running notebooks answers it."""

    id: str
    title: str
    question: str
    codes: frozenset[str]
    runs: bool = False
    is_strict: bool = False  # whether a warning closes it, too


def _codes(*numbers: int) -> frozenset[str]:
    return frozenset(f"OFF{number:03}" for number in numbers)


GATES: Final[tuple[Gate, ...]] = (
    Gate("G1", "Solution", "Does the trainer's solution get all points, hidden tests included?",
         _codes(60, 62, 65, 100, 101), runs=True),
    Gate("G2", "Untouched", "Does the learners' version fail at its tests and nowhere else?",
         _codes(102, 103), runs=True),
    Gate("G3", "Wrong answers", "Does each wrong answer lose exactly the tests that it should?",
         _codes(120, 121, 122), runs=True),
    Gate("G4", "No leaks", "Does the learners' version keep solutions and hidden tests?",
         _codes(13, 14, 38, 39, 42, 130), runs=True),
    Gate("G5", "Budget", "Do time, memory and size stay within what is declared?",
         _codes(15, 16, 61, 140, 141), runs=True),
    Gate("G6", "Same marks twice", "Do two gradings give the same marks, with a seed set?",
         _codes(110, 111), runs=True),
    Gate("G7", "Offline", "Does it need no network, and is every data file described?",
         _codes(150, 151)),
    Gate("G8", "Packages", "Is what notebooks import brought by the course's packages, pinned?",
         _codes(8, 9, 63, 64, 160, 163)),
    Gate("G9", "Description", "Do description, links and lessons tell what people need?",
         _codes(1, 2, 3, 4, 5, 6, 7, 10, 11, 12, 17, 18, 19, 41, 80, *range(170, 180),
                90, 91, 92, 220, 221, 230, 231)),
    Gate("G10", "Ids and points", "Are ids unique and points right?",
         _codes(30, 31, 32, 33, 34, 35, 36, 37, 40, 180, 181)),
    Gate("G11", "Kernel and outputs", "Are notebooks clean and what their sources say?",
         _codes(20, 21, 22, 23, 70, 71, 72), is_strict=True),
    Gate("G12", "For everybody", "Can it be used without seeing it, or its colours?",
         _codes(50, 51, 190, 191, 192, 194, 195), is_strict=True),
    Gate("G13", "Profiles", "Do at least two sets of parameters fit?", _codes(66, 200, 201)),
    Gate("G14", "Feedback", "Does feedback keep hidden tests hidden?", _codes(210), runs=True),
)  # fmt: skip
