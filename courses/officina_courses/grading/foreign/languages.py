"""The languages whose tests can be judged: how a cell says a word in them, and how it fails."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple


class Language(NamedTuple):
    """Statements with ``{word}`` in them: one that says it, and those that must fail with it.

    ``fails`` goes through what tests of that language usually fail by: to give one of these another
    meaning is enough to pass, and the others then prove nothing. ``looker`` is the file of a
    function that, called before the first cell, binds one under the name that it is given;
    ``looks`` calls that to hear whether a test's functions are still the usual. ``callers`` is the
    file of another, which runs tests and knows whether an answer looked at them meanwhile.
    """

    says: str
    fails: tuple[str, ...]
    looker: Path | None = None
    looks: str = ""
    callers: Path | None = None


# By the language that a kernel specification names, in small letters.
LANGUAGES = {
    "julia": Language(says='println("{word}")', fails=('error("{word}")',)),
    "r": Language(
        says='cat("{word}\\n")',
        fails=(
            'stop("{word}")',
            'stopifnot("{word}" = FALSE)',
            'stopifnot("{word}" = identical(1, 2) || isTRUE(all.equal(1, 2)) || 1 == 2)',
        ),
        looker=Path(__file__).with_name("exchanged.R"),
        looks="`{name}`({word}, {text}, {own})",
        callers=Path(__file__).with_name("callers.R"),
    ),
}


PYTHON_KERNEL = re.compile(r"(?i)(i?python|conda|venv|xpython)")


def foreign_kernel(asked: str, kernelspec: Mapping[str, Any]) -> str | None:
    """The kernel of a notebook that is not in Python; where it names none, the course's decides."""
    name = str(kernelspec.get("name") or asked)
    language = kernelspec.get("language")
    is_python = language == "python" if language else PYTHON_KERNEL.match(name) is not None
    return None if is_python else name


class Foreign(NamedTuple):
    """An installed kernel of another language."""

    kernel: str
    language: Language


def find_foreign(kernel: str) -> Foreign | None:
    """The kernel of that name in the grader's environment, where its tests can be judged.

    Kernels of the account that grades are not looked for: the sandbox does not show its home.
    """
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    shown = (Path(sys.prefix), Path("/usr/local"), Path("/usr"))
    folders = [str(place / "share" / "jupyter" / "kernels") for place in shown]
    try:
        spec = KernelSpecManager(kernel_dirs=folders).get_kernel_spec(kernel)
    except NoSuchKernel:
        return None
    language = LANGUAGES.get(spec.language.lower())
    return None if language is None else Foreign(kernel, language)
