"""Partners as ``factory.toml`` names them, with the tokens that lie in files of their own."""

from __future__ import annotations

from pathlib import Path

from officina_hub.factory.dataspaces import Dataspace
from officina_hub.federation.dataspace.partner import Partner, read_token


def partner_of(dataspace: Dataspace) -> Partner:
    """Raises ``OfficinaError`` where a token cannot be read."""
    shown = read_token(Path(dataspace.token_file)) if dataspace.token_file else ""
    expected = read_token(Path(dataspace.expects_file)) if dataspace.expects_file else ""
    return Partner(
        id=dataspace.id,
        title=dataspace.title,
        address=dataspace.address,
        participant=dataspace.participant,
        ourselves=dataspace.ourselves,
        shown=shown,
        expected=expected,
        private_network=dataspace.private_network,
        ca_file=dataspace.ca_file,
    )
