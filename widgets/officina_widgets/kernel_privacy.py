"""How kernels are reached, so that no other session on the machine can listen to them.

A kernel's output channel sends to whoever connects, without a password. Sessions share the
machine's loopback, so plain TCP, Jupyter's default, would let one learner watch another.
"""

from __future__ import annotations

import os
from typing import Any

import zmq
from jupyter_core.paths import jupyter_runtime_dir

# What Linux takes for the path of a socket, less what Jupyter appends to the folder:
# "/kernel-<uuid>-ipc-5".
LONGEST_FOLDER_BYTES = 107 - 50


def configure_server_kernels(c: Any) -> None:
    """Sockets in the session's own runtime folder; encrypted TCP where its path is too long.

    Their environment lacks the session's hub token, see :mod:`officina_widgets.kernel_environment`.
    """
    c.MappingKernelManager.kernel_manager_class = (
        "officina_widgets.kernel_environment.SessionKernelManager"
    )
    if len(os.fsencode(jupyter_runtime_dir())) <= LONGEST_FOLDER_BYTES:
        c.ConnectionFileMixin.transport = "ipc"
    else:
        configure_encryption(c)


def configure_encryption(c: Any) -> None:
    """TCP, encrypted for kernels that can, and open to holders of the key only.

    For nbgrader's validation: nbclient 0.11 starts its kernel in another folder than its client,
    and an ipc address without a connection file is relative, so the two would never meet.
    """
    if zmq.has("curve"):
        c.KernelManager.transport_encryption = "auto"
