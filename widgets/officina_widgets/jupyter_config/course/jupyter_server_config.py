"""How the server of a session reaches its kernels."""

from officina_widgets.kernel_privacy import configure_server_kernels

configure_server_kernels(get_config())  # type: ignore[name-defined]  # noqa: F821 - traitlets gives it
