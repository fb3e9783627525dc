"""The portal's pages: what people see in the browser below ``/services/officina/``.

Every page works without JavaScript; htmx makes it pleasant. The pages read and write only through
``portal.store``, as the API does, so that both always say the same.
"""

from officina_hub.portal.pages.routes import routes

__all__ = ["routes"]
