"""``officina catalogue rebuild``: the search index anew, from the database."""

from __future__ import annotations

from pathlib import Path

import click

from officina_hub.cli.catalogue_left_out import left_out_lines
from officina_hub.cli.catalogue_place import Place, opened
from officina_hub.cli.examples import examples
from officina_hub.cli.options import DATA_DIR
from officina_hub.cli.teller import Teller, answers


@click.command(epilog=examples("officina catalogue rebuild"))
@DATA_DIR
@answers
def rebuild(*, data_dir: Path, teller: Teller) -> None:
    """Make the search index anew. Searches go on with the old one until it is done.

    Nothing of the catalogue is in the index alone, so it may be done at any time. Records that this
    version of Officina cannot read are left out and told; --json tells all of them. Where the extra
    "semantic" is installed, the vectors for the group "In other languages" are made anew, too, at
    about 0.15 seconds a record.
    """
    from officina_hub.portal.store.catalogue_read import count_published, unreadable_records

    with opened(data_dir) as place:
        with place.database.reading() as session:
            length = count_published(session)
        with teller.bar("Making the search index", length) as done:
            count = place.catalogue.rebuild(done)
        meant = _meanings(place, length, teller)
        with place.database.reading() as session:
            left_out = tuple(unreadable_records(session))
    told = {"indexed": count, "left_out": [each.model_dump(mode="json") for each in left_out]}
    if meant is not None:
        told["by_meaning"] = meant
    by_meaning = () if meant is None else (f"{meant} of them are found by their meaning, too.",)
    lines = (f"{count} records can be found.", *by_meaning, *left_out_lines(left_out))
    teller.result(told, lines)


def _meanings(place: Place, length: int, teller: Teller) -> int | None:
    """The vectors anew; how many there are, or nothing where the extra is not installed."""
    vectors = place.catalogue.vectors
    if vectors is None:
        return None
    from officina_widgets.catalogue.search.meaning.encoding import EncoderUnusableError

    try:
        with teller.bar("Making out what records mean", length) as done:
            count = vectors.rebuild(done)
    except EncoderUnusableError as error:
        teller.progress(f"The model cannot be loaded, so nothing is found by its meaning: {error}")
        return None
    if count is None:
        teller.progress("The portal is making out what records mean; it goes on with that.")
    return count
