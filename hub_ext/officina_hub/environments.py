"""Where this hub has the Pythons of its courses: sessions, graders and the portal look there."""

from __future__ import annotations

from pathlib import Path

from officina_hub.factory import Factory


def environments_folder(factory: Factory, data_dir: Path) -> Path:
    """The folder that ``factory.toml`` names, or the one in the data folder."""
    named = factory.portal.course_environments
    return Path(named) if named else data_dir.absolute() / "environments"
