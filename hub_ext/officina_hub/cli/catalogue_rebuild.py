"""``officina catalogue rebuild``: the search index anew, from the database."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.catalogue_left_out import left_out_lines
from officina_hub.cli.catalogue_place import opened
from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers


@click.command(epilog=examples("officina catalogue rebuild"))
@DATA_DIR
@answers
def rebuild(*, data_dir: Path, teller: Teller) -> None:
    """Make the search index anew. Searches go on with the old one until it is done.

    Nothing of the catalogue is in the index alone, so it may be done at any time. Records that this
    version of Officina cannot read are left out and told; --json tells all of them.
    """
    from officina_hub.portal.store.catalogue_read import count_published, unreadable_records

    with opened(data_dir) as place:
        with place.database.reading() as session:
            length = count_published(session)
        with teller.bar("Making the search index", length) as done:
            count = place.catalogue.rebuild(done)
        with place.database.reading() as session:
            left_out = tuple(unreadable_records(session))
    told = {"indexed": count, "left_out": [each.model_dump(mode="json") for each in left_out]}
    teller.result(told, (f"{count} records can be found.", *left_out_lines(left_out)))
