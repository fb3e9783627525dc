"""A kernel manager for programs that take one by its class, as papermill and nbclient do."""

from __future__ import annotations

import copy
from typing import Any

import zmq
from jupyter_client.manager import AsyncKernelManager

PROVISIONER = "officina-zygote"
MOST_BYTES = 16 << 20  # of one message: a kernel is not trusted to be brief


class WarmKernelManager(AsyncKernelManager):
    """Gets the kernel of any specification of this Python from a warm process."""

    @property
    def kernel_spec(self) -> Any:
        """The specification, with our provisioner in it."""
        found: Any = super().kernel_spec
        spec = copy.copy(found)
        spec.metadata = {**spec.metadata, "kernel_provisioner": {"provisioner_name": PROVISIONER}}
        return spec

    def client(self, **kwargs: Any) -> Any:
        """A client whose sockets take no message that is larger than ours may be."""
        client = super().client(**kwargs)
        client.context.setsockopt(zmq.MAXMSGSIZE, MOST_BYTES)
        return client
