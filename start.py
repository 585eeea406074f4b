"""Set the course up where that is needed, and open it: ``python start.py``. See README.md."""
# Python 2.7 and 3.6 must be able to read this file far enough to be told that they are too old.
# ruff: noqa: E402, RUF005, RUF100, SIM115, UP010, UP031, UP032, UP036
from __future__ import print_function

import sys

if sys.version_info < (3, 11):
    sys.exit("This course needs Python 3.11 or newer, and this is %d.%d.%d: see python.org." % sys.version_info[:3])

import errno
import hashlib
import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

ROOT = Path(__file__).absolute().parent
VENV, OLD, LOG, LOCK = (ROOT / (".venv" + end) for end in ("", ".old", ".log", ".lock"))
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "complete.txt"  # what the environment was made from, and which of the next are in it
EXTRAS = {"test": "tests", "publish anki": "deploy", "publish site": "deploy"}  # whose lock these words need as well
FULL = "There is too little room on the disk: make 1.5 GB of room, then start again."
HINTS = (  # what the log of a step shows, and what to tell
    (r"No space left|not enough space", FULL),
    (r"Long ?Path", "The course's path is too long for Windows: move it to a shorter one, such as C:\\course."),
    (r"ensurepip|named venv", "This Python has no venv: install python3-venv (Debian, Ubuntu) or see python.org."),
    (r"(?i)resolve|resolution|dns|unreachable|connect|timed out|proxy|certificate|failed to fetch|versions: none",
     "The packages could not be fetched: check the network, then start again (the log is {})."),
    (r"", "The set-up could not be completed: start again, and if that changes nothing show {} to your teacher."))


def environment():
    """What every program started here is given: the course's own environment, and the home folder left alone."""
    env = dict(os.environ, VIRTUAL_ENV=str(VENV), PYTHONUTF8="1", JUPYTER_PREFER_ENV_PATH="1")
    env["PATH"] = str(PYTHON.parent) + os.pathsep + env.get("PATH", os.defpath)
    for name in "MPLCONFIGDIR", "IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR":
        env[name] = str(VENV / "private" / name.lower())
    env.setdefault("UV_NATIVE_TLS", "true")  # the system's certificates, as pip: a school's network may need its own
    # Without compiled files each kernel would start ten seconds later; the others lead out of the environment.
    for name in "PYTHONDONTWRITEBYTECODE", "PYTHONHOME", "PYTHONPATH", "PIP_USER", "PIP_TARGET", "PIP_PREFIX":
        env.pop(name, None)
    return env


def fingerprint(*names):
    """A hash of these files, this Python and this place, for an environment cannot be moved."""
    identity = ascii((sys.version_info[:2], os.path.realpath(sys.base_prefix), os.path.realpath(ROOT)))
    return hashlib.sha256(b"".join([identity.encode()] + [(ROOT / name).read_bytes() for name in names])).hexdigest()


def lock(handle, exclusive):
    """Take the folder's lock, which the system gives back however this process ends. Windows knows no shared one."""
    try:
        if os.name != "nt":
            import fcntl
            fcntl.flock(handle, (fcntl.LOCK_EX if exclusive else fcntl.LOCK_SH) | fcntl.LOCK_NB)
        elif exclusive:
            import msvcrt
            msvcrt.locking(handle.fileno(), 2, 1)  # 2: do not wait for it
    except OSError as error:
        if error.errno in (errno.EAGAIN, errno.EACCES, errno.EDEADLK):  # else a network drive that knows no locks
            sys.exit("The course is being set up or is open in another window: wait or close it, then start again.")


def step(words, command):
    """Run one step of the set-up, with all it says going to the log."""
    print(words + " ...", flush=True)
    with open(LOG, "wb") as log:
        code = subprocess.call(command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                               close_fds=False)  # it holds the lock as well, should it outlive us
    if code:
        sys.exit(next(hint for sign, hint in HINTS if re.search(sign, LOG.read_text("utf-8", "replace"))).format(LOG))


def build(uv, pip):
    """Make the environment from nothing."""
    shutil.rmtree(OLD, ignore_errors=True)
    if os.path.lexists(VENV):
        try:
            os.replace(VENV, OLD)  # whole or not at all, unlike deleting
        except OSError:
            sys.exit("The course is in use: close JupyterLab and all that is open in it, then start again.")
        shutil.rmtree(OLD, ignore_errors=True)
    base = getattr(sys, "_base_executable", None) or sys.executable
    print("Setting the course up, which takes some minutes the first time:", flush=True)
    step("1 of 4: an environment of its own", ([uv, "venv", "--python", base] if uv else [base, "-m", "venv"]) + [VENV])
    step("2 of 4: fetching its packages, the long part", pip + ["--require-hashes", "-r", "requirements.lock"])
    step("3 of 4: adding the course itself", pip + ["--no-deps", "--no-build-isolation", "-e", "."])
    step("4 of 4: looking through the fonts", [PYTHON, "-c", "import matplotlib.pyplot"])


def prepare(extra):
    """See to it that the environment holds the course and ``extra``; returns the open lock that guards it in use."""
    course = fingerprint("pyproject.toml", "requirements.lock")
    wanted = [fingerprint(extra + "/requirements.lock")] if extra else []
    handle = open(LOCK, "ab")
    os.set_inheritable(handle.fileno(), True)
    lock(handle, False)
    had = STAMP.read_text("latin-1").split() if STAMP.exists() and PYTHON.exists() else []
    if had[:1] == [course] and set(wanted) <= set(had):
        return handle
    lock(handle, True)
    if shutil.disk_usage(ROOT).free < 1.5e9:
        sys.exit(FULL)
    uv = shutil.which("uv")
    pip = [uv, "pip", "install", "--python", PYTHON, "--compile-bytecode"] if uv else [PYTHON, "-m", "pip", "install"]
    if had[:1] != [course] or set(had[1:]) - {fingerprint(name + "/requirements.lock") for name in EXTRAS.values()}:
        build(uv, pip)
        STAMP.write_text(course)  # last of all, so that a half-made environment is never taken for whole
        had = [course]
    if extra:
        STAMP.write_text(course + " adding")
        try:
            step("Adding what this needs, once", pip + ["--require-hashes", "-r", extra + "/requirements.lock"])
        except SystemExit:  # it gave up by itself, so nothing is half-done
            STAMP.write_text(" ".join(had))
            raise
        STAMP.write_text(" ".join(had + wanted))
    lock(handle, False)
    return handle


def main(words):
    """Open the course, or hand the words on; returns the exit code."""
    testing = words[:1] == ["test"]
    try:
        guard = prepare(EXTRAS.get(" ".join(words[:1 if testing else 2])))
    except KeyboardInterrupt:
        sys.exit("Stopped before the course was set up: start again whenever you like.")
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
            sys.exit("{} cannot be written to: copy the course to a folder of your own and start there.".format(ROOT))
        sys.exit(FULL if error.errno == errno.ENOSPC else "{}: fetch the course again, then start again.".format(error))
    command = ["-m", "tools.run_tests"] + words[1:] if testing else ["-P", "-m", "stretchlib"] + (words or ["start"])
    folder = None if words and not testing else ROOT  # the person's own, for the folders that they name
    with guard, subprocess.Popen([PYTHON] + command, cwd=folder, env=environment()) as child:
        signal.signal(signal.SIGTERM, lambda *_: child.terminate())
        while True:
            try:
                return child.wait()
            except KeyboardInterrupt:
                pass  # the course had it as well, and closes in its own way


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
