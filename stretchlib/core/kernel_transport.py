"""What Jupyter is told so that nobody else on the computer can listen to a kernel."""

from __future__ import annotations

from importlib import import_module

ENCRYPTED = "--KernelManager.transport_encryption=auto"


def encrypting_words() -> list[str]:
    """The word that encrypts what Jupyter and its kernels send each other; none where a part of Jupyter cannot.

    Without it a kernel warns at each start, and its port is open to whoever else is on the computer.
    """
    try:
        curve = import_module("zmq").has("curve")
        manager = import_module("jupyter_client").KernelManager
    except ImportError:
        return []
    return [ENCRYPTED] if curve and hasattr(manager, "transport_encryption") else []
