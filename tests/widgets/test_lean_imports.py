"""What a session leaves out until somebody asks for it, each tried in a Python of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from own_server import own_server

LEAN = """
from officina_widgets.lean_imports import lean_imports
with lean_imports():
    import jupyterhub.singleuser, jupyterlab.labapp
"""
HEAVY = [
    "alembic",
    "click",
    "jupyterhub.dbutil",
    "jupyterhub.handlers.base",
    "lark",
    "requests",
    "rich",
    "sqlalchemy",
]


def said_by(code: str) -> str:
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"  # nbgrader: alembic
    done = subprocess.run(
        [sys.executable, "-P", "-c", LEAN + code],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PATH": programs},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_a_session_starts_without_the_database_layer_and_without_the_grammars() -> None:
    loaded = said_by(f"import sys; print([name for name in {HEAVY} if name in sys.modules])")
    assert loaded == "[]"


def test_a_real_server_answers_without_them(ada: Path) -> None:
    with own_server(ada) as server:
        assert server.modules() & set(HEAVY) == set()
        assert server.ask("inside")["collects"], "the garbage of a long session would stay"


def test_the_grammars_judge_as_ever_when_somebody_asks() -> None:
    said = said_by(
        "from rfc3987_syntax import is_valid_syntax as ok; "
        "print(ok('iri', 'http://example.org/'), ok('iri', 'no iri'), ok('iri', 'a:b')); "
        "from rfc3987_syntax import is_valid_syntax as again; print(again is not ok)"
    )
    assert said.split() == ["True", "False", "True", "True"]


def test_addresses_are_judged_as_ever_by_the_checks_of_schemas() -> None:
    said = said_by(
        "from jsonschema import FormatChecker; ok = FormatChecker().conforms; "
        "print(ok('http://example.org/', 'uri'), ok('no uri', 'uri'), ok('//a', 'uri-reference'))"
    )
    assert said.split() == ["True", "False", "True"]


def test_httpx_has_its_command_line_when_somebody_calls_it() -> None:
    said = said_by("import httpx, sys; sys.argv[1:] = ['--help']; httpx.main()")
    assert "Usage: httpx" in said


def test_the_listings_of_extensions_have_their_library_when_they_use_it() -> None:
    said = said_by(
        "import jupyterlab_server.listings_handler as listings; "
        "request = listings.requests.request; import requests; print(request is requests.request)"
    )
    assert said == "True"


def test_the_hubs_scopes_have_sqlalchemy_when_they_use_it() -> None:
    said = said_by(
        "import jupyterhub.scopes; inspect = jupyterhub.scopes.sa.inspect; "
        "import sqlalchemy; print(inspect is sqlalchemy.inspect)"
    )
    assert said == "True"


def test_the_hubs_utilities_catch_what_sqlalchemy_raises_whoever_imports_it() -> None:
    said = said_by(
        "import jupyterhub.utils, sqlalchemy; from sqlalchemy.exc import SQLAlchemyError; "
        "print(jupyterhub.utils.SQLAlchemyError is SQLAlchemyError)"
    )
    assert said == "True"


def test_code_in_a_session_that_wants_the_hubs_own_modules_gets_them() -> None:
    said = said_by(
        "from jupyterhub import orm; "
        "from jupyterhub.handlers import default_handlers; "
        "from jupyterhub.handlers.base import BaseHandler; "
        "from jupyterhub.metrics import REQUEST_DURATION_SECONDS as seconds; "
        "print(orm.User.__tablename__, len(default_handlers) > 5, BaseHandler.__name__, "
        "type(seconds).__name__)"
    )
    assert said == "users True BaseHandler Histogram"


def test_nbgrader_has_its_gradebook_in_a_lean_process(tmp_path: Path) -> None:
    said = said_by(
        "from nbgrader.api import Gradebook; "
        f"book = Gradebook('sqlite:///{tmp_path}/gradebook.db'); book.add_assignment('a'); "
        "print([each.name for each in book.assignments]); book.close()"
    )
    assert said == "['a']"


def test_a_missing_module_is_still_missing() -> None:
    said = said_by(
        "import importlib.util as u; print(u.find_spec('jupyterhub.handlers.no_such_thing'))"
    )
    assert said == "None"
