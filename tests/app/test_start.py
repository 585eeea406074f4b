"""start.py: one clear sentence for whatever goes wrong, and an environment that is whole or made again.

Stand-ins take the part of uv and of the environment's Python; test_packaging.py sets the course up for real.
"""

from __future__ import annotations

import ast
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from start_place import Place, one_sentence, wait_for

from tools.checks import ROOT

SOURCE = (ROOT / "start.py").read_text(encoding="utf-8")
OLD_PYTHONS = ("2.7", "3.6", "3.8", "3.9", "3.10")
posix = pytest.mark.skipif(os.name == "nt", reason="the stand-ins are shell scripts")

@pytest.fixture
def checkout(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_it_is_short_and_needs_the_standard_library_only() -> None:
    assert len(SOURCE.splitlines()) < 150
    names = {alias.name for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.Import) for alias in node.names}
    names |= {str(node.module) for node in ast.walk(ast.parse(SOURCE)) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names


def _old_python(version: str) -> str | None:
    path = shutil.which(f"python{version}", path=os.pathsep.join(("/usr/bin", "/usr/local/bin", "/opt/homebrew/bin")))
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    return path or next((str(python) for python in pyenv.glob(f"versions/{version}.*/bin/python")), None)


@pytest.mark.parametrize("version", OLD_PYTHONS)
def test_an_old_python_gets_a_sentence(version: str) -> None:
    python = _old_python(version)
    if python is None:
        pytest.skip(f"no Python {version} here; the next test stands in for it")
    done = subprocess.run([python, str(ROOT / "start.py"), "doctor"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert f"3.11 or newer, and this is {version}." in one_sentence(done.stderr)


@pytest.mark.parametrize("version", [(2, 7, 18), (3, 6, 15), (3, 10, 13)])
def test_the_version_is_looked_at_before_anything_newer_is_used(
        version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    tree = ast.parse(SOURCE, feature_version=(3, 6) if version > (3,) else None)
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr | ast.AnnAssign | ast.NamedExpr)]
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Raise) and node.cause]
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit, match="3.11 or newer, and this is {}.{}.{}".format(*version)):
        exec(compile(SOURCE, "start.py", "exec"), {"__name__": "start"})


@posix
def test_the_first_start_builds_and_the_second_does_not(checkout: Place) -> None:
    calls = checkout.calls_of()
    assert calls[0].startswith("uv venv --python ")
    assert "--require-hashes -r requirements.lock" in calls[1]
    assert "--no-deps --no-build-isolation -e ." in calls[2]
    assert calls[3] == "python -c import matplotlib.pyplot"
    assert calls[4:] == ["python -P -m stretchlib start"]
    assert checkout.calls_of() == ["python -P -m stretchlib start"]
    assert checkout.calls_of("check", "a folder") == ["python -P -m stretchlib check a folder"]
    assert not (checkout.root.parent / "home").exists()


@posix
def test_the_tests_are_added_once_and_nothing_is_built_again(checkout: Place) -> None:
    checkout.calls_of()
    calls = checkout.calls_of("test", "-k", "a word")
    assert len(calls) == 2
    assert "--require-hashes -r tests/requirements.lock" in calls[0]
    assert calls[1] == "python -m tools.run_tests -k a word"
    assert checkout.calls_of("test", "--all") == ["python -m tools.run_tests --all"]
    assert checkout.calls_of() == ["python -P -m stretchlib start"]
    assert Path(checkout.calls.with_name("calls.pwd").read_text().strip()) == checkout.root
    (checkout.root / "tests/requirements.lock").write_text("other")
    assert checkout.calls_of() == ["python -P -m stretchlib start"]  # a learner needs no other tests
    assert len(checkout.calls_of("test")) == 6  # built again


@posix
@pytest.mark.parametrize("product", ["anki", "site"])
def test_what_a_deck_or_a_site_needs_is_added_once_and_beside_the_tests(checkout: Place, product: str) -> None:
    checkout.calls_of("test")
    calls = checkout.calls_of("publish", product, "--to", "a file")
    assert len(calls) == 2
    assert "--require-hashes -r deploy/requirements.lock" in calls[0]
    assert calls[1] == f"python -P -m stretchlib publish {product} --to a file"
    assert checkout.calls_of("publish", "anki") == ["python -P -m stretchlib publish anki"]
    assert checkout.calls_of("publish", "site") == ["python -P -m stretchlib publish site"]
    assert checkout.calls_of("test") == ["python -m tools.run_tests"]
    (checkout.root / "deploy/requirements.lock").write_text("other")
    assert checkout.calls_of("publish", "moodle") == ["python -P -m stretchlib publish moodle"]
    assert checkout.calls_of() == ["python -P -m stretchlib start"]
    assert len(checkout.calls_of("publish", product)) == 6  # built again


@posix
def test_what_a_deck_needs_cannot_be_fetched_without_a_network(checkout: Place) -> None:
    checkout.calls_of("test")
    checkout.fail.write_text("dns error")
    done = checkout.run("publish", "anki")
    assert done.returncode == 1
    assert "check the network" in one_sentence(done.stderr)
    checkout.fail.unlink()
    assert checkout.calls_of() == ["python -P -m stretchlib start"]
    assert checkout.calls_of("test") == ["python -m tools.run_tests"]  # they are still there
    assert len(checkout.calls_of("publish", "anki")) == 2


@posix
@pytest.mark.parametrize("name", ["pyproject.toml", "requirements.lock"])
def test_what_the_environment_depends_on_makes_it_anew(checkout: Place, name: str) -> None:
    checkout.calls_of()
    (checkout.root / ".venv" / "left").touch()
    (checkout.root / name).write_text("other")
    assert len(checkout.calls_of()) == 5
    assert not (checkout.root / ".venv" / "left").exists()
    assert not (checkout.root / ".venv.old").exists()


@posix
def test_a_moved_checkout_is_set_up_again(checkout: Place) -> None:
    checkout.calls_of()
    checkout.root = checkout.root.rename(checkout.root.with_name("elsewhere"))
    assert len(checkout.calls_of()) == 5


@posix
@pytest.mark.parametrize("stamp", ["", "half", "\xff\xfe"])
def test_a_spoilt_stamp_means_building(checkout: Place, stamp: str) -> None:
    checkout.calls_of()
    (checkout.root / ".venv/complete.txt").write_text(stamp, encoding="latin-1")
    assert len(checkout.calls_of()) == 5


@posix
@pytest.mark.parametrize(("log", "sentence"), [
    ("error: Failed to fetch: `x`\n  dns error: failed to lookup address", "check the network"),
    ("NewConnectionError: [Errno -3] Temporary failure in name resolution\nNo matching distribution", "the network"),
    ("OSError: [Errno 28] No space left on device", "room on the disk"),
    ("OSError: [WinError 206] HINT: enable Windows Long Path support", "too long"),
    ("assertion", "show "),
])
def test_a_step_that_fails_gives_a_sentence_and_is_made_good(checkout: Place, log: str, sentence: str) -> None:
    checkout.fail.write_text(log)
    done = checkout.run()
    assert done.returncode == 1
    assert sentence in one_sentence(done.stderr)
    assert (checkout.root / ".venv.log").read_text(encoding="utf-8") == log
    checkout.fail.unlink()
    assert len(checkout.calls_of()) == 5


@posix
def test_tests_that_cannot_be_fetched_leave_the_course_whole(checkout: Place) -> None:
    checkout.calls_of()
    checkout.fail.write_text("timed out")
    assert checkout.run("test").returncode == 1
    checkout.fail.unlink()
    assert checkout.calls_of() == ["python -P -m stretchlib start"]
    assert len(checkout.calls_of("test")) == 2


@posix
def test_ctrl_c_stops_the_set_up(checkout: Place) -> None:
    child = checkout.begin()
    os.killpg(child.pid, signal.SIGINT)
    _, stderr = child.communicate(timeout=30)
    assert child.returncode == 1
    assert one_sentence(stderr).startswith("Stopped")
    checkout.wait.unlink()
    assert len(checkout.calls_of()) == 5


@posix
def test_a_second_start_does_not_disturb_a_set_up(checkout: Place) -> None:
    child = checkout.begin()
    done = checkout.run()
    assert done.returncode == 1
    assert "being set up" in one_sentence(done.stderr)
    checkout.wait.unlink()
    stdout, stderr = child.communicate(timeout=30)
    assert child.returncode == 0, stderr
    assert "4 of 4" in stdout
    assert checkout.calls_of() == ["python -P -m stretchlib start"]


@posix
def test_a_set_up_that_outlives_its_start_is_waited_for(checkout: Place) -> None:
    child = checkout.begin()
    child.kill()
    child.wait()
    assert "being set up" in one_sentence(checkout.run().stderr)
    checkout.wait.unlink()
    wait_for(lambda: checkout.run().returncode == 0)
    assert (checkout.root / ".venv/complete.txt").exists()


@posix
def test_exit_codes_and_the_environment_are_handed_on(checkout: Place, tmp_path: Path) -> None:
    checkout.calls_of()
    checkout.code.write_text("7")
    checkout.env.update(PYTHONPATH="elsewhere", PYTHONHOME="", PIP_USER="1")
    assert checkout.run("doctor", cwd=tmp_path).returncode == 7
    lines = checkout.calls.with_name("calls.env").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if "=" in line)
    venv = str(checkout.root / ".venv")
    assert given["MPLCONFIGDIR"].startswith(venv)
    assert given["IPYTHONDIR"].startswith(venv)
    assert given["JUPYTER_CONFIG_DIR"].startswith(venv)
    assert given["UV_NATIVE_TLS"] == "true"
    assert given["JUPYTER_PREFER_ENV_PATH"] == given["PYTHONUTF8"] == "1"
    assert not given.keys() & {"PYTHONDONTWRITEBYTECODE", "PYTHONPATH", "PYTHONHOME", "PIP_USER"}
    assert Path(checkout.calls.with_name("calls.pwd").read_text().strip()) == tmp_path


@posix
def test_no_room_a_folder_that_cannot_be_written_and_one_that_is_gone(
        checkout: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    start = checkout.load()
    with monkeypatch.context() as full:
        full.setattr(start.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**12, 10**12, 10**9))
        with pytest.raises(SystemExit, match=r"too little room.*1\.5 GB"):
            start.main([])
    for code, part in ((13, "cannot be written to: copy"), (30, "cannot be written to: copy"), (28, "too little room")):
        def refuse(*_: object, code: int = code) -> None:
            raise OSError(code, os.strerror(code), "x")
        with monkeypatch.context() as locked:
            locked.setattr(start, "open", refuse, raising=False)
            with pytest.raises(SystemExit, match=part):
                start.main([])
    (checkout.root / "requirements.lock").unlink()
    with pytest.raises(SystemExit, match=r"requirements\.lock.*fetch the course again"):
        start.main([])


@posix
@pytest.mark.skipif(getattr(os, "geteuid", lambda: 0)() == 0, reason="root may write anywhere")
def test_a_read_only_folder(checkout: Place) -> None:
    checkout.root.chmod(0o555)
    try:
        assert "cannot be written" in one_sentence(checkout.run().stderr)
    finally:
        checkout.root.chmod(0o755)


@posix
@pytest.mark.parametrize("said", ["not created because ensurepip is not available", "No module named venv"])
def test_a_python_that_makes_no_environments(
        checkout: Place, said: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    python = tmp_path / "debian"
    python.write_text(f"#!/bin/sh\necho '{said}' >&2\nexit 1\n")
    python.chmod(0o755)
    start = checkout.load()
    monkeypatch.setattr(sys, "_base_executable", str(python))
    monkeypatch.setattr(start.shutil, "which", lambda _: None)
    with pytest.raises(SystemExit, match=r"has no venv: install python3-venv"):
        start.main([])
