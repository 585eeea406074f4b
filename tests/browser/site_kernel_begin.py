"""Run by Pyodide before the cells of a test: stand-ins of compiled packages, the kernel, and a page's messages.

Not a test, and not imported by one: test_site_kernel.py writes it in front of each script.
"""

import importlib.abc
import importlib.machinery
import json  # noqa: F401  # for what is written behind this
import os
import sys
import types

sys.path.insert(0, "/packages")
os.chdir("/drive")


class AnyName(type):
    """A class that has every attribute, can be called, written in an annotation and reckoned with; nothing is in it."""

    def __getattr__(cls, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return AnyName(name, (), {})

    def __call__(cls, *_, **__):
        return AnyName("made", (), {})

    def __iter__(cls):
        return iter(())

    def __len__(cls):
        return 0

    def __bool__(cls):
        return True

    def __float__(cls):
        return 0.0

    def __setitem__(cls, _, __):
        pass

    def __getitem__(cls, _):
        return cls


for operator in ("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and", "or", "xor"):
    for side in ("", "r"):
        setattr(AnyName, f"__{side}{operator}__", lambda cls, _: cls)
for operator in ("neg", "pos", "abs", "invert"):
    setattr(AnyName, f"__{operator}__", lambda cls: cls)
for operator in ("lt", "le", "gt", "ge"):
    setattr(AnyName, f"__{operator}__", lambda cls, _: False)


class StandIn(types.ModuleType):
    __path__ = ()

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return AnyName(name, (), {})


class StandIns(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Packages of Pyodide's whole distribution that its core lacks and that no record needs."""

    NAMES = ("numpy", "matplotlib", "contourpy", "pandas", "PIL")

    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in self.NAMES:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec):
        return StandIn(spec.name)

    def exec_module(self, module):
        pass


sys.meta_path.insert(0, StandIns())
# The person who moves with the timer is reckoned with numpy, for which something stands in: the timer stands alone.
nobody = types.ModuleType("stretchlib.widgets.timer.moving_person")
nobody.moving_person = lambda _: {}
sys.modules[nobody.__name__] = nobody

import pyodide_kernel  # noqa: E402  # puts its mocks in the place of fcntl, termios, pexpect ...

kernel = pyodide_kernel.kernel_instance
sent = []  # (kind of message, its data) from Python to the page
pyodide_kernel.ipython_shell.send_comm = lambda kind, content, *_: sent.append((kind, content["data"]))


async def cell(code):
    """Run a cell as the page does; its error ends the test."""
    result = await kernel.run(code)
    assert result["status"] == "ok", result.get("evalue")


def names(name):
    return pyodide_kernel.ipython_shell.user_ns[name]


def from_page(widget, data):
    """A message of the page to a widget, through the kernel."""
    message = {"content": {"comm_id": widget.comm.comm_id, "data": data}, "buffers": [], "metadata": {}}
    kernel.comm_manager.comm_msg(None, None, message)


def press(widget, **content):
    from_page(widget, {"method": "custom", "content": content})
