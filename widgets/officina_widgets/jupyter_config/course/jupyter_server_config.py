"""How the server of a session reaches its kernels, and where JupyterLab finds our plugin."""

from officina_widgets.kernel_privacy import configure_server_kernels
from officina_widgets.lab_settings import configure_lab

c = get_config()  # type: ignore[name-defined]  # noqa: F821 - traitlets gives it
configure_server_kernels(c)
configure_lab(c)
