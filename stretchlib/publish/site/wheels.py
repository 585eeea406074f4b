"""Wheels for a Python in the browser: our own built from the checkout, the others packed from what is installed.

Nothing is fetched: whoever runs the course has these packages already. A compiled part that a package carries for
speed is left out where the same module is there as Python.
"""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path, PurePosixPath

from ...core.errors import StretchlibError
from ...core.files import zipped

#: What the course needs in the browser that Pyodide itself does not bring.
BUNDLED = ("comm", "fsrs", "ipywidgets", "jupyterlab_widgets", "anywidget", "psygnal", "typing_extensions")
_COMPILED = (".so", ".pyd", ".dylib")


def own_wheel(project: Path, folder: Path) -> Path:
    """Build our wheel from the checkout ``project`` into ``folder``, without network.

    Raises :class:`StretchlibError` where this is no checkout or the build does not work.
    """
    if not (project / "pyproject.toml").is_file():
        raise StretchlibError("A site is built from a checkout of the project, and this is an installed copy: clone "
                              "the project and run it there.")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    run = subprocess.run(command, cwd=project, capture_output=True, encoding="utf-8", errors="replace", check=False)
    wheels = sorted(folder.glob("stretchlib-*.whl"))
    if run.returncode or not wheels:
        last = (run.stderr or run.stdout).strip().splitlines()[-1:]
        raise StretchlibError(f"The wheel could not be built ({' '.join(last)}): start start.py again to mend it.")
    return wheels[-1]


def packed_wheel(name: str, folder: Path) -> Path:
    """Pack the installed package ``name`` as a pure wheel into ``folder``, the same bytes each time.

    Raises :class:`StretchlibError` where it is not installed or has a part that only exists compiled.
    """
    try:
        package = metadata.distribution(name)
    except metadata.PackageNotFoundError:
        raise StretchlibError(f"{name} is not installed here: install stretchlib[lab,publish], then try again."
                              ) from None
    stem = f"{re.sub(r'[-_.]+', '_', package.metadata['Name'])}-{package.version}"
    target = folder / f"{stem}-py3-none-any.whl"
    files = dict(_files(package, name))
    info = next(path.split("/")[0] for path in files if path.endswith(".dist-info/METADATA"))
    files[f"{info}/WHEEL"] = b"Wheel-Version: 1.0\nGenerator: stretchlib\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    record = "".join(f"{path},sha256={_digest(data)},{len(data)}\n" for path, data in sorted(files.items()))
    files[f"{info}/RECORD"] = (record + f"{info}/RECORD,,\n").encode()
    target.write_bytes(zipped(dict(sorted(files.items()))))
    return target


def _files(package: metadata.Distribution, name: str) -> Iterator[tuple[str, bytes]]:
    """(path in the wheel, content) of what is Python or data; front-end files outside the package stay behind."""
    entries = [entry for entry in package.files or ()
               if not str(entry).startswith("..") and "__pycache__" not in entry.parts]
    python = {str(entry) for entry in entries if entry.suffix == ".py"}
    for entry in entries:
        path = PurePosixPath(entry)
        if path.suffix in _COMPILED:
            twin = str(path.parent / f"{path.name.split('.')[0]}.py")
            if twin not in python and "mypyc" not in path.name:
                raise StretchlibError(f"{name} has a part that only exists compiled ({path.name}): it cannot run in "
                                      "the browser.")
        elif path.name not in ("RECORD", "WHEEL", "INSTALLER", "REQUESTED", "direct_url.json"):
            yield str(path), Path(str(entry.locate())).read_bytes()


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode("ascii")
