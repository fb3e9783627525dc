"""Which Python runs other people's code: this program's own, or that of a course's environment.

Nothing of Officina is installed in an environment. So there our package is loaded from where it
lies here: what runs inside is always of the version that asks it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final, NamedTuple

from officina_courses import sandbox
from officina_courses.environments.folder import Built
from officina_courses.sandbox import Bind

PACKAGE: Final = Path(__file__).parent
# Loads the package from its folder alone: beside it may lie all that our own Python has.
LOADED: Final = """\
import importlib.util, runpy, sys
name, place, module = "officina_courses", sys.argv[1], sys.argv[2]
spec = importlib.util.spec_from_file_location(
    name, place + "/__init__.py", submodule_search_locations=[place]
)
sys.modules[name] = package = importlib.util.module_from_spec(spec)
spec.loader.exec_module(package)
sys.argv[:3] = [module]
runpy.run_module(module, run_name="__main__", alter_sys=True)
"""


class Python(NamedTuple):
    """How it is started, and what of the machine must be shown for that.

    ``imports`` are the modules that are worth importing beforehand because of it; None where that
    is not known, and any module may be missing.
    """

    program: Path
    binds: tuple[Bind, ...]
    masked: tuple[Path, ...] = ()
    imports: frozenset[str] | None = None

    def command(self, module: str, *arguments: str) -> list[str]:
        """The argument list that runs a module of ours in it, without sight of anybody's own."""
        if self.imports is None:
            return [str(self.program), "-I", "-m", module, *arguments]
        return [str(self.program), "-I", "-c", LOADED, str(PACKAGE), module, *arguments]


def own_python() -> Python:
    """The one that runs this."""
    return Python(
        Path(sys.executable), sandbox.python_binds(), masked=sandbox.shipped_courses_mask()
    )


def python_of(built: Built) -> Python:
    """The one of a course's environment; of ours only the package of courses is shown with it."""
    places = (built.place, Path(built.record.base_prefix), PACKAGE)
    shown = [place for place in dict.fromkeys(places) if not place.is_relative_to("/usr")]
    return Python(
        built.program,
        tuple(Bind(source=place) for place in shown),
        imports=frozenset(built.record.imports),
    )
