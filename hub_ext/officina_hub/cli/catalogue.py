"""``officina catalogue …``: what people find, from a file to the search."""

from __future__ import annotations

import click

from officina_hub.cli.examples import examples
from officina_hub.cli.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    commands_in={
        "check": "officina_hub.cli.catalogue_check:check",
        "history": "officina_hub.cli.catalogue_history:history",
        "load": "officina_hub.cli.catalogue_load:load",
        "lock": "officina_hub.cli.catalogue_curate:lock",
        "publish": "officina_hub.cli.catalogue_curate:publish",
        "rebuild": "officina_hub.cli.catalogue_rebuild:rebuild",
        "set": "officina_hub.cli.catalogue_curate:set_",
        "show": "officina_hub.cli.catalogue_show:show",
        "snapshot": "officina_hub.cli.catalogue_snapshot:snapshot",
        "undo": "officina_hub.cli.catalogue_history:undo",
        "unlock": "officina_hub.cli.catalogue_curate:unlock",
        "withdraw": "officina_hub.cli.catalogue_curate:withdraw",
    },
    epilog=examples(
        "officina catalogue check rostock.rdf",
        "officina catalogue load rostock.rdf --address https://www.opendata-hro.de",
        "officina catalogue show wetter",
        "officina catalogue history ID",
    ),
)
def catalogue() -> None:
    """Load, look at and mend the catalogue of services, datasets and training.

    For operators, on the hub node: all but `check` work on the data folder itself.
    """
