"""What may be asked of a session: profiles, and the choice that a person makes within one.

The operator writes profiles into ``factory.toml``. A person's choice comes by form, link, REST or
from an admin; ``judge`` is the one door, and what leaves it is a frozen value from closed lists.
"""

from officina_spawners.profiles.choice import SessionChoice, judge, options_from_form
from officina_spawners.profiles.cluster import Cluster
from officina_spawners.profiles.environment import Environment
from officina_spawners.profiles.misfits import Misfit, misfits
from officina_spawners.profiles.offers import Offers
from officina_spawners.profiles.profile import LOCAL_PROFILE, Profile

__all__ = [
    "LOCAL_PROFILE",
    "Cluster",
    "Environment",
    "Misfit",
    "Offers",
    "Profile",
    "SessionChoice",
    "judge",
    "misfits",
    "options_from_form",
]
