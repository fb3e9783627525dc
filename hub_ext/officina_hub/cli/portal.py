"""``officina portal``: the service that people, sessions and the grader speak to."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from officina_courses.uncollected import uncollected
from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR


@click.command(epilog=examples("officina portal --data-dir /var/lib/officina"))
@DATA_DIR
@click.option(
    "--shipped-by",
    metavar="USER",
    default="",
    help="Publish the courses that come with Officina, with this user as their trainer.",
)
def portal(*, data_dir: Path, shipped_by: str) -> None:
    """Serve the portal until asked to stop. `officina up` starts it for you.

    It runs as the JupyterHub service `officina`: address and token come from the variables that
    JupyterHub sets for a service.
    """
    with uncollected():
        from officina_hub.portal.app import main

    if shipped_by:
        _publish_shipped(data_dir, shipped_by)
    sys.exit(main(data_dir))


def _publish_shipped(data_dir: Path, user: str) -> None:
    from officina_hub.data_folder import DataFolder
    from officina_hub.factory import load_factory
    from officina_hub.portal.settings import PortalSettings
    from officina_hub.portal_facts import portal_facts
    from officina_hub.shipped_releases import publish_shipped_courses
    from officina_hub.up.portal_database import upgrade_portal_database

    data = DataFolder(data_dir)
    upgrade_portal_database(data)
    settings = PortalSettings.from_environment(data.root)
    factory = load_factory(data.factory_toml)
    settings = settings.model_copy(update=portal_facts(data))
    publish_shipped_courses(settings, user, factory.portal.shipped_courses)
