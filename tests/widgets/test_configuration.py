"""Our Jupyter configuration is there, is found, and wins."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import officina_widgets

CONFIG = Path(officina_widgets.__file__).parent / "jupyter_config"
NBGRADER = "nbgrader.server_extensions."
LAB = "@jupyter/nbgrader:"


@pytest.mark.parametrize(
    ("kind", "on", "off"),
    [
        (
            "learner",
            set(),  # the first two come later, see server/nbgrader_later.py
            {"assignment_list", "validate_assignment", "formgrader", "course_list"},
        ),
        ("course", {"formgrader", "validate_assignment"}, {"assignment_list", "course_list"}),
    ],
)
def test_extensions_are_as_the_session_needs_them_whatever_the_user_prefers(
    ada: Path, monkeypatch: pytest.MonkeyPatch, kind: str, on: set[str], off: set[str]
) -> None:
    from jupyter_server.extension.config import ExtensionConfigManager

    everything = {f"{NBGRADER}{name}": name in off for name in on | off}
    own = {"ServerApp": {"jpserver_extensions": everything}}
    (ada / ".jupyter").mkdir()
    (ada / ".jupyter/jupyter_server_config.json").write_text(json.dumps(own))
    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(CONFIG / kind))
    found = ExtensionConfigManager(config_dir_name="").get("jupyter_server_config")
    enabled: dict[str, Any] = found["ServerApp"]["jpserver_extensions"]
    assert {name for name in on | off if enabled[NBGRADER + name]} == on
    assert enabled["officina_widgets.server"]


@pytest.mark.parametrize(
    ("kind", "off"),
    [
        ("learner", {"formgrader", "create-assignment", "course-list"}),
        ("course", {"assignment-list", "course-list"}),
    ],
)
def test_lab_loads_no_plugin_that_makes_no_sense_there(
    ada: Path, monkeypatch: pytest.MonkeyPatch, kind: str, off: set[str]
) -> None:
    from jupyterlab_server.config import get_page_config

    monkeypatch.setenv("JUPYTER_CONFIG_PATH", str(CONFIG / kind))
    shared = Path(sys.prefix, "share/jupyter/labextensions")
    disabled = get_page_config([str(shared)])["disabledExtensions"]
    assert {LAB + name for name in off} <= set(disabled)
    script = "".join(
        path.read_text() for path in (shared / "@jupyter/nbgrader/static").glob("*.js")
    )
    assert all(f'"{LAB}{name}"' in script for name in off), "nbgrader has renamed a plugin"


def test_extension_is_light_to_import() -> None:
    code = (
        "import sys, officina_widgets.server;"
        "heavy = {'nbgrader', 'requests', 'pydantic', 'nbconvert', 'sqlalchemy'};"
        "sys.exit(' '.join(heavy & set(sys.modules)) or 0)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_exchange_classes_are_chosen_by_name_and_exist() -> None:
    from traitlets import import_item
    from traitlets.config import Config

    from officina_widgets.nbgrader_settings import configure_course

    config = Config()
    configure_course(config)
    chosen = [name for name in config.ExchangeFactory.values() if isinstance(name, str)]
    assert len(chosen) == 8
    assert all(isinstance(import_item(name), type) for name in chosen)


def test_course_server_knows_its_folder_course_and_gradebook(course_home: Path) -> None:
    from traitlets.config import Config

    from officina_widgets.nbgrader_settings import configure_course

    config = Config()
    configure_course(config)
    directory = config.CourseDirectory
    assert directory.root == str(course_home)
    assert directory.course_id == "first-steps"
    assert directory.db_url == f"sqlite:///{course_home}/gradebook.db"
