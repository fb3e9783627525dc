"""Sources of records at other places, by kind, for the catalogue's loader.

Each is an iterator of what arrives. What it must remember until the next harvest stands in ``Kept``
and is written by whoever harvests, once what arrived is in the catalogue; so a harvest that was cut
off is simply begun again. Nothing here knows the portal.
"""

from officina_hub.federation.harvest.kept import Kept, KeptPage
from officina_hub.federation.harvest.report import Harvested, HarvestFigures
from officina_hub.federation.harvest.sources import arrivals_of
from officina_hub.federation.harvest.visit import Visit

__all__ = ["HarvestFigures", "Harvested", "Kept", "KeptPage", "Visit", "arrivals_of"]
