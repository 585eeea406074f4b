"""What is shipped: the wheel and its contents, environment.yml in step, and a course set up for real."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import sysconfig
import tomllib
import urllib.request
import zipfile
from importlib import metadata
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from start_place import Place, one_sentence, wait_for

from tests import no_network
from tools.checks import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PURE = """
import sys
sys.path.insert(0, sys.argv[1])
import stretchlib, stretchlib.app.cli
from stretchlib.authoring.check import check_data
from stretchlib.learner.copies import lay_down
from stretchlib.tables import catalogue, phrases
assert stretchlib.__file__.startswith(sys.argv[1]), stretchlib.__file__
assert catalogue.rows("exercises") and phrases.words()
assert "numpy" not in sys.modules  # tables are read by Python alone
sys.path.append(sys.argv[2])  # where one part of a drawn body lies to another is computed with numpy
assert check_data() == [], check_data()
from pathlib import Path
print(len(lay_down(Path("copies"))))
"""


def test_environment_yml_is_in_step_with_pyproject() -> None:
    listed = yaml.safe_load((ROOT / "environment.yml").read_text(encoding="utf-8"))["dependencies"]
    assert {"pip": ["-e ."]} in listed
    texts = [entry for entry in listed if isinstance(entry, str)]
    split = {re.split(r"[<>=]", requirement)[0]: requirement for requirement in texts}
    assert set(split) == {"python", "jupyterlab", "ipywidgets", "pandas", "matplotlib", "nbval", "pip"}
    extras = PROJECT["project"]["optional-dependencies"]
    requirements = (*PROJECT["project"]["dependencies"], *extras["lab"], *extras["test"])
    ours = {re.split(r"[<>=]", requirement)[0]: requirement for requirement in requirements}
    for name in set(split) - {"python", "pip"}:
        assert split[name] == ours[name]
    pinned, lowest = split["python"].removeprefix("python="), PROJECT["project"]["requires-python"].removeprefix(">=")
    assert tuple(map(int, pinned.split("."))) >= tuple(map(int, lowest.split(".")))


LOCKS = ("requirements.lock", "deploy/requirements.lock", "tests/requirements.lock")


@pytest.mark.parametrize("name", [*LOCKS, "deploy/hub/requirements.lock"])
def test_a_lock_pins_and_hashes_everything_and_names_no_index(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9][^\s#]*", text, flags=re.MULTILINE)
    assert pins
    assert all("==" in pin for pin in pins)
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in block for block in blocks)
    assert "://" not in text
    assert "index-url" not in text


def test_the_locks_agree_and_hold_every_requirement() -> None:
    pins: list[dict[str, set[str]]] = []
    for file in LOCKS:
        pins.append({})
        for name, version in re.findall(r"^([a-z0-9-]+)==([^ ]+)", (ROOT / file).read_text(encoding="utf-8"), re.M):
            pins[-1].setdefault(name, set()).add(version)  # some have one version for each range of Pythons
    for first, second in combinations(pins, 2):
        assert [name for name in first.keys() & second.keys() if first[name] != second[name]] == []
    extras = PROJECT["project"]["optional-dependencies"]
    wanted = [*PROJECT["project"]["dependencies"], *extras["lab"], *PROJECT["dependency-groups"]["build"]]
    assert {re.split(r"[<>=]", requirement)[0] for requirement in wanted} <= pins[0].keys()
    assert {re.split(r"[<>=]", requirement)[0] for requirement in extras["publish"]} <= pins[1].keys()
    assert {re.split(r"[<>=]", requirement)[0] for requirement in extras["test"]} <= pins[2].keys()


def test_an_editable_install_holds_no_copy_of_the_data() -> None:
    try:
        files = metadata.files("stretchlib") or []
    except metadata.PackageNotFoundError:
        pytest.skip("stretchlib is not installed in this environment")
    if not any(str(file).endswith(".pth") for file in files):
        pytest.skip("this is no editable install")
    assert [str(file) for file in files if file.parts[0] == "stretchlib"] == []


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)],
                   check=True, capture_output=True, cwd=folder, timeout=300)
    return next(folder.glob("*.whl"))


@pytest.mark.slow
def test_the_wheel_holds_data_and_notebooks_and_is_small(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    for folder in ("data", "notebooks"):
        there = [path for path in (ROOT / folder).rglob("*") if path.is_file() and _shipped(path)]
        assert there
        assert {f"stretchlib/{path.relative_to(ROOT).as_posix()}" for path in there} <= names
    assert "stretchlib/data/README.md" not in names, "the dictionary is for readers of the repository"
    code = [path for path in (ROOT / "stretchlib").rglob("*") if path.is_file() and _shipped(path)]
    assert {path.relative_to(ROOT).as_posix() for path in code} <= names
    notes = f"stretchlib-{PROJECT['project']['version']}.dist-info"
    assert {name.split("/")[0] for name in names} == {"stretchlib", notes}
    assert wheel.stat().st_size < 6_000_000  # promised for the course with a body in the page


def _shipped(path: Path) -> bool:
    aside = {"__pycache__", ".ipynb_checkpoints", ".DS_Store"}
    return path != ROOT / "data" / "README.md" and not aside & set(path.parts)


@pytest.mark.slow
def test_the_wheel_works_unpacked_nowhere(wheel: Path, tmp_path: Path) -> None:
    done = _python([sys.executable, "-I", "-S", "-c", PURE, str(wheel), sysconfig.get_path("purelib")],
                   tmp_path)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == len(list((ROOT / "notebooks").glob("*.ipynb")))


@pytest.mark.slow
def test_the_wheel_in_an_environment_of_its_own(wheel: Path, tmp_path: Path) -> None:
    """The packages it needs are lent by this environment; the checkout and its editable install are not."""
    venv, elsewhere = tmp_path / "venv é", tmp_path / "else where"
    elsewhere.mkdir()
    uv = shutil.which("uv")
    subprocess.run([uv, "venv", "--python", sys.executable, venv] if uv else [sys.executable, "-m", "venv", venv],
                   check=True, capture_output=True)
    python = venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    install = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    subprocess.run([*install, "--no-deps", "--no-index", wheel], check=True, capture_output=True)
    asked = _python([python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"], elsewhere)
    # a path in a .pth file lends the packages there, but not what their own .pth files name
    (Path(asked.stdout.strip()) / "lent.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")

    where = _python([python, "-c", "import stretchlib; print(stretchlib.__file__)"], elsewhere)
    assert Path(where.stdout.strip()).is_relative_to(venv), where.stderr
    every = ("import stretchlib as sl; [getattr(sl, name) for name in sl.__all__]; print(len(sl.load_exercises()), "
             "sl.anatomy('piriformis') is not None)")
    done = _python([python, "-c", every], elsewhere)
    assert done.stdout.split() == ["16", "True"], done.stderr
    for words, expected in (["check"], "tables are in order"), (["--version"], PROJECT["project"]["version"]):
        done = _python([python, "-m", "stretchlib", *words], elsewhere)
        assert done.returncode == 0, done.stderr
        assert expected in done.stdout
    assert not list(elsewhere.iterdir())


def _python(command: list[object], folder: Path) -> subprocess.CompletedProcess[str]:
    env = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "STRETCHLIB"))}
    return subprocess.run(list(map(str, command)), cwd=folder, env={**env, "PYTHONUTF8": "1"}, capture_output=True,
                          text=True, encoding="utf-8", timeout=300, check=False)


@pytest.mark.slow
@pytest.mark.skipif(find_spec("ensurepip") is None, reason="this Python cannot make environments")
def test_pip_without_a_network(tmp_path: Path) -> None:
    checkout = Place(tmp_path)
    (checkout.root / "requirements.lock").write_text(f"anyio==4.16.0 --hash=sha256:{'0' * 64}\n")
    checkout.env.update(PATH="", PIP_RETRIES="0", PIP_NO_CACHE_DIR="1", PIP_CONFIG_FILE=os.devnull,
                     PIP_INDEX_URL="http://127.0.0.1:9/simple", PIP_FIND_LINKS="")
    done = checkout.run()
    assert done.returncode == 1
    assert "check the network" in one_sentence(done.stderr)
    assert not (checkout.root / ".venv/complete.txt").exists()


@pytest.mark.slow
@pytest.mark.skipif(bool(os.environ.get(no_network.ALONE)), reason="setting up fetches packages: there is no network")
def test_a_student_sets_the_course_up(tmp_path: Path) -> None:
    root, home = tmp_path / "Übung für Ana", tmp_path / "home"
    home.mkdir()
    skipped = shutil.ignore_patterns(".venv*", ".git", "my_course", "__pycache__", ".*_cache", ".hypothesis")
    shutil.copytree(ROOT, root, ignore=skipped)
    base = getattr(sys, "_base_executable", sys.executable)
    caches = {}
    for name, command in (("PIP_CACHE_DIR", [base, "-m", "pip", "cache", "dir"]),
                          ("UV_CACHE_DIR", ["uv", "cache", "dir"])):
        if shutil.which(command[0]):
            done = subprocess.run(command, capture_output=True, text=True, check=False)
            caches |= {name: done.stdout.strip()} if done.returncode == 0 else {}
    own = ("JUPYTER", "MPL", "IPYTHON")
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(own)}
    # pip asks "rustc --version" for its user agent, and rustup answers by writing its settings: not ours to judge.
    env = {**inherited, **caches, "RUSTUP_HOME": str(tmp_path / "rustup"), "HOME": str(home), "USERPROFILE": str(home)}

    def start(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([base, "start.py", *words], cwd=root, env=env, capture_output=True, text=True,
                              timeout=1500, encoding="utf-8", errors="replace", check=False)

    done = start("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "mend" not in done.stdout
    assert start("--version").stdout.startswith("stretchlib ")

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with subprocess.Popen([base, "start.py", "start", "05", "--no-browser", "--port", str(port)], cwd=root, env=env,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as lab:
        try:
            wait_for(lambda: _answers(f"http://127.0.0.1:{port}/lab"), 240)
        finally:
            lab.terminate()
    assert (root / "my_course/05_stretch_and_strengthen.ipynb").is_file()
    assert not list(home.rglob("*")), "the home folder was written to"


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False
