"""A class on one server: the hub's settings, a student's start, the trial's words, table, figures. No hub starts."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from jupyter_lsp import LanguageServerManager
from jupyter_server.serverapp import ServerApp
from jupyter_server.services.kernels.kernelmanager import MappingKernelManager
from jupyterlab.labapp import LabApp
from traitlets.config import Config

from stretchlib.app import cli, hub
from stretchlib.core.errors import StretchlibError
from stretchlib.learner import copies
from tools.checks import ROOT

HUB = ROOT / "deploy" / "hub"


def load(name: str) -> Any:
    """A script of deploy/hub, which is no package."""
    spec = importlib.util.spec_from_file_location(name, HUB / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


trial, students = load("class_trial"), load("students")


def settings(name: str, **given: Any) -> Config:
    """What a configuration file sets, read as JupyterHub reads it."""
    config = Config()

    def subconfig(path: str) -> None:
        config.merge(settings(Path(path).stem))

    code = compile((HUB / f"{name}.py").read_text(encoding="utf-8"), name, "exec")
    exec(code, {"get_config": lambda: config, "load_subconfig": subconfig, "__file__": str(HUB / f"{name}.py")})
    return config


@pytest.fixture
def runs() -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = json.loads(trial.RESULTS.read_text(encoding="utf-8"))
    return runs


def test_the_hub_starts_a_student_in_their_own_copy() -> None:
    spawner = settings("course_hub").Spawner
    assert spawner.cmd[1:] == ["-m", hub.__name__]
    course = spawner.environment.get_value({})["STRETCHLIB_COURSE"]
    assert course.startswith("~/"), "below each student's own home"
    assert spawner.default_url == f"/lab/tree/{course[2:]}/{copies.FIRST}"
    assert "--KernelManager.transport=ipc" in spawner.args
    assert spawner.http_timeout > 30 < spawner.start_timeout


def test_every_word_for_a_students_server_is_an_option_of_jupyter(served: list[str]) -> None:
    hub.main()
    classes: dict[str, Any] = {kind.__name__: kind for kind in [*ServerApp.classes, ServerApp, LabApp,
                                                                LanguageServerManager]}
    options = [word.removeprefix("--").partition("=")[0].split(".") for word in
               [*settings("course_hub").Spawner.args, *served] if "." in word]
    assert ["MappingKernelManager", "cull_idle_timeout"] in options
    assert ["ServerApp", "jpserver_extensions"] in options
    for owner, option in options:
        assert option in classes[owner].class_trait_names(), f"{owner} has no {option}"


def test_voila_is_told_to_stop_unused_kernels_in_options_that_it_has() -> None:
    options = json.loads((HUB / "voila.json").read_text(encoding="utf-8"))
    assert list(options) == ["MappingKernelManager"]
    assert set(options["MappingKernelManager"]) <= set(MappingKernelManager.class_trait_names())
    assert options["MappingKernelManager"]["cull_idle_timeout"] > 0


def test_a_lecturers_tables_reach_the_students_where_the_hub_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("STRETCHLIB_DATA", raising=False)
    assert "STRETCHLIB_DATA" not in settings("course_hub").Spawner.environment.get_value({})
    monkeypatch.setenv("STRETCHLIB_DATA", "/srv/stretchlib/data")
    assert settings("course_hub").Spawner.environment.get_value({})["STRETCHLIB_DATA"] == "/srv/stretchlib/data"


def test_the_limit_is_the_measured_one(runs: list[dict[str, Any]]) -> None:
    assert settings("course_hub").SystemdSpawner.mem_limit == f"{trial.limit_mb(runs)}M"


def test_the_trial_stays_on_this_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("FOLDER", str(tmp_path)), ("COURSE", str(ROOT)), ("PORTS", "1 2 3"), ("TOKEN", "secret")):
        monkeypatch.setenv(f"TRIAL_{name}", value)
    config = settings("trial_config")
    ours = settings("course_hub").Spawner
    assert [config.Spawner.cmd[1:], config.Spawner.args] == [ours.cmd[1:], ours.args]
    assert config.JupyterHub.bind_url == "http://127.0.0.1:1"
    assert config.JupyterHub.hub_bind_url == "http://127.0.0.1:2"
    assert config.ConfigurableHTTPProxy.api_url == "http://127.0.0.1:3"
    assert config.SimpleLocalProcessSpawner.home_dir_template.startswith(str(tmp_path))
    assert config.DummyAuthenticator.password == "secret"


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words given to JupyterHub's server, in a home of its own; what it sets in the environment is taken back."""
    words: list[str] = []
    module = ModuleType("jupyterhub.singleuser")
    module.main = lambda: words.extend(sys.argv[1:])  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jupyterhub.singleuser", module)
    monkeypatch.setattr(os, "environ", os.environ | {"HOME": str(tmp_path), "STRETCHLIB_COURSE": "~/my_course"})
    monkeypatch.setattr(sys, "argv", ["lab_hub", "--from-the-hub"])
    return words


def test_a_student_gets_their_copies_before_the_server_starts(served: list[str], tmp_path: Path) -> None:
    hub.main()
    assert (tmp_path / "my_course" / copies.FIRST).is_file()
    assert (tmp_path / "my_course" / hub.HAND_IN).is_dir()
    assert served[-1] == "--from-the-hub"
    assert set(cli.quiet_words()) <= set(served)
    assert any("lab_socket" in word for word in served)
    assert not [word for word in served if "ip=" in word or "port" in word], "the hub says where to listen"
    assert os.environ["JUPYTER_CONFIG_DIR"].startswith(str(tmp_path / "my_course"))
    socket = Path(os.environ["JUPYTER_RUNTIME_DIR"]).relative_to(tmp_path) / f"kernel-{'0' * 36}-ipc-1"
    assert len(f"/home/{'n' * 32}/{socket}") < 108, "TLJH's names have 32 letters, a socket's path 107"


def test_a_full_disk_does_not_lock_a_student_out(served: list[str], monkeypatch: pytest.MonkeyPatch,
                                                 capsys: pytest.CaptureFixture[str]) -> None:
    def full(folder: Path) -> None:
        raise StretchlibError("no room")

    monkeypatch.setattr(copies, "lay_down", full)
    hub.main()
    assert served[-1] == "--from-the-hub"
    assert "no room" in capsys.readouterr().err


def test_a_student_gets_the_list_of_fonts_that_the_installation_holds(
        served: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "env/share/matplotlib").mkdir(parents=True)
    (tmp_path / "env/share/matplotlib/fontlist-v1.json").write_text("ours", encoding="utf-8")
    monkeypatch.setattr(sys, "prefix", str(tmp_path / "env"))
    for name in ("MPLCONFIGDIR", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    hub.main()
    own = tmp_path / ".cache/matplotlib/fontlist-v1.json"
    assert own.read_text(encoding="utf-8") == "ours"
    own.write_text("theirs", encoding="utf-8")
    hub.main()
    assert own.read_text(encoding="utf-8") == "theirs", "a list that is there is left alone"


def test_words_of_the_trial() -> None:
    asked = trial.parse(["/tmp/x", "--students", "3", "--record"])
    assert (asked.folder, asked.students, asked.minutes, asked.record) == (Path("/tmp/x"), 3, 15, True)
    assert trial.parse(["x"]).students == 10


@pytest.mark.parametrize("words", [[], ["x", "--students", "0"], ["x", "--students", "two"], ["x", "--minutes", "-1"]])
def test_wrong_words_are_refused(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        trial.parse(words)
    assert ended.value.code == 2


def run_of(count: int, **changed: float) -> dict[str, Any]:
    return {"students": count, "edition": "", **{key: 100.4 for _, key, _ in trial.ROWS}, **changed}


def test_the_table_has_a_column_for_each_run() -> None:
    lines = trial.table([run_of(10, notebook_slowest_s=61.6), run_of(1)]).splitlines()
    assert lines[:2] == ["|  | 1 student at once | 10 students at once |", "| --- | --- | --- |"]
    assert "| notebook 01 from kernel start to last cell, slowest | 100 s | 62 s |" in lines
    assert len(lines) == 2 + len(trial.ROWS)


def test_another_edition_stands_beside_ours_and_counts_for_no_limit() -> None:
    ours, theirs = run_of(10), run_of(10, server_peak_mb=900.0, student_pss_median_mb=900.0) | {"edition": "6131b57"}
    heads = trial.table([theirs, ours]).splitlines()[0]
    assert heads == "|  | 10 students at once, edition 6131b57 | 10 students at once |"
    assert trial.limit_mb([ours, theirs]) == trial.limit_mb([ours])
    assert trial.server_gb([ours, theirs], 60) == trial.server_gb([ours], 60)


@pytest.mark.parametrize(("server", "kernel", "limit"), [(20, 100, 384), (21, 100, 512), (100, 250, 1024)])
def test_the_limit_leaves_headroom_in_whole_steps(server: float, kernel: float, limit: int) -> None:
    small, large = (run_of(number, server_peak_mb=server / number, kernel_peak_mb=kernel) for number in (2, 1))
    assert trial.limit_mb([small, large]) == limit


def test_memory_of_a_server_covers_each_limit_and_the_hub() -> None:
    peaks = {"server_peak_mb": 100, "kernel_peak_mb": 100, "student_pss_median_mb": 200}  # a limit of 512 MB
    assert trial.server_gb([run_of(10, hub_pss_mb=1024, **peaks)], 10) == (3, 6)
    assert trial.server_gb([run_of(10, hub_pss_mb=1025, **peaks)], 10) == (3, 7)


def test_figures_of_the_readme_are_those_measured(runs: list[dict[str, Any]]) -> None:
    text = trial.README.read_text(encoding="utf-8")
    assert text.partition(trial.BEGIN)[2].partition(trial.END)[0] == trial.measured(runs)
    assert max(run["students"] for run in trial.ours(runs)) >= 10, "a class was tried, not a few"
    assert all(f"| {count} | " in text for count in (60, 200))
    assert all(0 < run["student_pss_median_mb"] < run["server_peak_mb"] + run["kernel_peak_mb"] for run in runs)


def test_a_recorded_run_takes_the_place_of_the_like(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                    runs: list[dict[str, Any]]) -> None:
    monkeypatch.setattr(trial, "RESULTS", tmp_path / "results.json")
    monkeypatch.setattr(trial, "README", tmp_path / "README.md")
    trial.README.write_text(f"before\n{trial.BEGIN}old\n{trial.END}\nafter\n", encoding="utf-8")
    ours = trial.ours(runs)[0]
    trial.record(ours | {"edition": "abc1234"})
    assert trial.README.read_text(encoding="utf-8").count("old") == 1, "of another edition alone nothing is worked out"
    for seconds in (7.0, 8.0):
        trial.record(ours | {"notebook_median_s": seconds})
    trial.record(ours | {"students": 200})
    kept = json.loads(trial.RESULTS.read_text(encoding="utf-8"))
    assert [(run["students"], run["edition"], run["notebook_median_s"]) for run in kept] == [
        (ours["students"], "abc1234", ours["notebook_median_s"]), (ours["students"], "", 8.0),
        (200, "", ours["notebook_median_s"])]
    text = trial.README.read_text(encoding="utf-8")
    assert text == f"before\n{trial.BEGIN}{trial.measured(kept)}{trial.END}\nafter\n"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc, which Linux has")
def test_memory_and_family_are_those_of_the_processes_started() -> None:
    with subprocess.Popen([sys.executable, "-c", "input(bytearray(50_000_000)[:0])"], stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE, env=os.environ | {"JUPYTERHUB_USER": "ana"}) as child:
        assert child.stdout
        child.stdout.read(1)  # the prompt: the memory has been taken
        family = students.family(os.getpid())
        assert (child.pid, students.born(child.pid)) in family
        hers, ours = students.memory([child.pid, os.getpid()])
        child.communicate(b"\n")
    assert (hers.whose, hers.kernel, ours.whose) == ("ana", False, "")
    assert hers.peak >= 48
    assert 0 < hers.pss <= hers.peak
    assert students.born(child.pid) == "", "an ended process has no beginning"
