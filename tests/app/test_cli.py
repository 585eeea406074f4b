"""The command line and its doctor: plain sentences, exit codes, JupyterLab with settings of its own."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import ModuleType

import pytest

from stretchlib.app import cli, doctor
from stretchlib.authoring import check
from stretchlib.core.errors import StretchlibError
from stretchlib.learner import copies
from stretchlib.learner.journal import Journal
from stretchlib.tables import catalogue
from tests.data_files import table_file
from tools.checks import ROOT

FIRST = copies.FIRST
WRITTEN = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR",
           "JUPYTERLAB_WORKSPACES_DIR")


@pytest.fixture
def mine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A learner's folder; what `start` sets in the environment is taken back after the test."""
    folder = tmp_path / "mein Kurs é"
    monkeypatch.setenv("STRETCHLIB_COURSE", str(folder))
    for name in (*WRITTEN, "JUPYTER_PREFER_ENV_PATH", "JUPYTER_PATH", "JUPYTER_CONFIG_PATH"):
        monkeypatch.setenv(name, str(tmp_path / "of the person"))
    return folder


@pytest.fixture
def lab(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words with which JupyterLab would have been opened."""
    words: list[str] = []
    module = ModuleType("jupyterlab.labapp")
    module.LabApp = type("LabApp", (), {"launch_instance": staticmethod(words.extend)})  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", module)
    return words


def test_it_starts_light() -> None:
    code = ("import sys, stretchlib.app.cli; heavy = {'numpy', 'pandas', 'matplotlib', 'ipywidgets', 'jupyterlab',"
            " 'nbformat', 'IPython'} & set(sys.modules); sys.exit(', '.join(sorted(heavy)) or 0)")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_module_is_the_same_command() -> None:
    done = subprocess.run([sys.executable, "-m", "stretchlib", "--version"], cwd=ROOT, capture_output=True, text=True,
                          check=False)
    assert done.stdout.startswith("stretchlib 0.")


@pytest.mark.parametrize("words", [
    [], ["stop"], ["start", "--port", "0"], ["start", "--port", "x"], ["check", "a", "b"], ["doctor", "--no-browser"]])
def test_wrong_words_give_code_2(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        cli.main(words)
    assert left.value.code == 2
    assert "error:" in capsys.readouterr().err


def test_start_lays_the_copies_down_and_opens_the_first(
        mine: Path, lab: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["start", "--no-browser", "--port", "9999"]) == 0
    said = capsys.readouterr().out
    assert f"{FIRST} is new." in said
    assert (mine / FIRST).is_file()
    for word in ("--ServerApp.ip=127.0.0.1", "--ServerApp.port=9999", f"--ServerApp.root_dir={mine}",
                 "--ServerApp.open_browser=False", f"--LabApp.default_url=/lab/tree/{FIRST}", "--LabApp.news_url=None",
                 "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
                 "--LabApp.extension_manager=readonly"):
        assert word in lab
    for name in WRITTEN:
        assert Path(os.environ[name]).is_relative_to(mine / ".jupyter")
    assert os.environ["JUPYTER_PREFER_ENV_PATH"] == "1"
    assert "JUPYTER_PATH" not in os.environ
    overrides = mine / ".jupyter/config/labconfig/default_setting_overrides.json"
    assert json.loads(overrides.read_text())["@jupyterlab/notebook-extension:tracker"]["windowingMode"] == "none"
    page = json.loads(overrides.with_name("page_config.json").read_text())
    assert page["disabledExtensions"]["@jupyterlite/pyodide-kernel-extension"] is True
    assert cli.main(["start"]) == 0
    assert "is new" not in capsys.readouterr().out
    assert "--ServerApp.open_browser=True" in lab


def test_start_opens_the_notebook_that_was_named(
        mine: Path, lab: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    copies.lay_down(mine)
    (mine / "99 my own é.ipynb").write_bytes((mine / FIRST).read_bytes())
    assert cli.main(["start", "99"]) == 0
    assert "--LabApp.default_url=/lab/tree/99%20my%20own%20%C3%A9.ipynb" in lab
    assert cli.main(["start", "77"]) == 1
    assert "There is no notebook '77'" in capsys.readouterr().err


def test_notebooks_just_laid_down_are_trusted_and_others_are_not(mine: Path, lab: list[str]) -> None:
    nbformat = pytest.importorskip("nbformat")
    from nbformat.sign import NotebookNotary

    cli.main(["start"])
    notary = NotebookNotary(data_dir=os.environ["JUPYTER_DATA_DIR"])
    laid = nbformat.read(mine / FIRST, as_version=4)
    assert notary.check_signature(laid)
    laid.cells.append(nbformat.v4.new_code_cell("1"))
    assert not notary.check_signature(laid)


def test_start_without_jupyterlab(mine: Path, monkeypatch: pytest.MonkeyPatch,
                                  capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", None)
    assert cli.main(["start"]) == 1
    assert capsys.readouterr().err.strip().endswith("install stretchlib[lab], then start again.")


def test_check_passes_on_the_course_and_counts_its_tables(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check"]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert first == f"All {len(catalogue.catalogue().resources)} tables are in order."
    assert second.startswith("de: ")


def test_check_tells_each_fault_of_a_copy(data_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(data_copy)]) == 0
    capsys.readouterr()
    table_file(data_copy, "exercises").write_text("id\n", encoding="utf-8")
    assert cli.main(["check", str(data_copy)]) == 1
    assert cli.main(["check"]) == 1  # STRETCHLIB_DATA names it as well
    assert "exercises.csv" in capsys.readouterr().err
    assert cli.main(["check", str(data_copy / "nowhere")]) == 1
    errors = capsys.readouterr().err
    assert errors.count("\n") == 1
    assert "no such folder" in errors


@pytest.mark.parametrize(("error", "sentence"), [
    (StretchlibError("A clear sentence."), "A clear sentence."), (KeyboardInterrupt(), "Stopped."),
    (RuntimeError("boom"), "Something unforeseen happened (RuntimeError): show "),
])
def test_no_traceback_reaches_the_user(mine: Path, error: BaseException, sentence: str, monkeypatch: pytest.MonkeyPatch,
                                       capsys: pytest.CaptureFixture[str]) -> None:
    def break_off(_: object) -> list[str]:
        raise error

    monkeypatch.setattr(check, "check_data", break_off)
    assert cli.main(["check"]) == 1
    said = capsys.readouterr().err
    assert said.startswith(sentence)
    assert said.count("\n") == 1
    if isinstance(error, RuntimeError):
        log = mine / ".jupyter" / cli.LOG
        assert str(log) in said
        assert "boom" in log.read_text(encoding="utf-8")


def test_a_reader_who_has_gone_is_no_error() -> None:
    done = subprocess.run(f'"{sys.executable}" -m stretchlib check | exit 0', cwd=ROOT, shell=True, capture_output=True,
                          text=True, check=False)
    assert "Traceback" not in done.stderr


def test_the_doctor_finds_all_in_order_or_says_what_to_mend(
        mine: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    quick = tuple(check for check in doctor.CHECKS if check not in (doctor.kernel, doctor.packages))
    monkeypatch.setattr(doctor, "CHECKS", quick)
    assert cli.main(["doctor"]) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(quick) + 1
    assert all(line[:5] in ("ok   ", "note ") for line in said[:-1])
    assert said[-1] == "Everything is in order."
    assert not mine.exists()


def test_the_doctor_goes_on_after_a_check_that_breaks_off(
        monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def spoilt() -> Iterator[doctor.Finding]:
        raise StretchlibError("The data are gone; fetch them again.")

    def broken() -> Iterator[doctor.Finding]:
        raise ZeroDivisionError

    monkeypatch.setattr(doctor, "CHECKS", (spoilt, broken, doctor.python))
    assert doctor.examine() == 1
    first, second, third, last = capsys.readouterr().out.splitlines()
    assert first == "mend The data are gone; fetch them again."
    assert "unforeseen happened in the check of broken (ZeroDivisionError())" in second
    assert third.startswith("ok   Python")
    assert last.startswith("Mend")


def test_the_doctor_tells_what_is_left_out_of_the_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "journal.jsonl"
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(path))
    assert [(finding.state, str(path) in finding.message) for finding in doctor.records()] == [("ok", True)]
    book = Journal(path)
    for at in ("2026-01-05T09:00:00+01:00", "2036-01-05T09:00:00+01:00", "2026-01-06T09:00:00+01:00"):
        book.append("note", at=at)
    assert [finding.state for finding in doctor.records()] == ["note", "note", "ok"], "the clock, and the record ahead"
    path.write_bytes(path.read_bytes()[:-9] + b"\n")
    lines = list(map(str, doctor.records()))
    assert lines[0] == ("note journal.jsonl, line 4: this record was cut or changed and is left out; all other records "
                       "are read")
    assert lines[1] == ("note 1 of your records are dated later than tomorrow, up to 2036-01-05; they are kept, and "
                       "left out of weeks and due dates: set the clock of the device they come from right")
    assert lines[2].startswith("ok   Journal: 2 notes in ")
    path.write_bytes(path.read_bytes()[:20] + b"\n" * 9)
    assert [finding.state for finding in doctor.records()] == ["note", "ok"]


def test_the_doctor_sees_packages_that_lack_or_do_not_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    needs = ["numpy>=99", "no-such-package>=1", "pandas>=2", 'jupyterlab>=99; extra == "lab"',
             'nothing; extra == "test"']
    monkeypatch.setattr(metadata, "requires", lambda _: needs)
    lines = [str(finding) for finding in doctor.packages()]
    assert [line[:5] for line in lines] == ["mend ", "mend ", "mend ", "ok   "]
    assert "is not in the range >=99" in lines[0]
    assert "no-such-package is not installed: run `python start.py`" in lines[1]
    assert lines[2].startswith("mend jupyterlab")
    assert lines[3].startswith("ok   Packages: pandas ")


def test_the_doctor_sees_what_the_course_can_do_without(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def nothing() -> None:
        raise doctor.webbrowser.Error("none")

    monkeypatch.setattr(doctor.webbrowser, "get", nothing)
    assert [finding.state for finding in doctor.browser()] == ["note"]
    import matplotlib

    monkeypatch.setattr(matplotlib, "get_cachedir", lambda: str(tmp_path))
    assert [finding.state for finding in doctor.fonts()] == ["note"]


def test_the_doctor_sees_a_course_folder_that_cannot_be_written(
        mine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(**_: object) -> None:
        raise OSError(30, "Read-only file system")

    monkeypatch.setattr(doctor.tempfile, "TemporaryFile", refuse)
    (finding,) = doctor.folder()
    assert finding.state == "mend"
    assert "STRETCHLIB_COURSE" in finding.fix


@pytest.mark.skipif(importlib.util.find_spec("jupyter_client") is None, reason="no Jupyter here")
def test_the_doctor_starts_a_kernel(mine: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    assert [line.state for line in doctor.kernel()] == ["ok"]
    monkeypatch.setattr(doctor, "_KERNEL", "raise SystemExit('no kernel here')")
    (finding,) = doctor.kernel()
    assert finding.state == "mend"
    assert "no kernel here" in finding.message
    monkeypatch.setattr(doctor, "_KERNEL", "raise RuntimeError('it did not answer')")
    assert next(doctor.kernel()).message == "The kernel does not start (RuntimeError: it did not answer)"


def test_jupyterlab_sends_each_message_of_a_kernel_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection
    from jupyter_server.services.kernels.websocket import KernelWebsocketHandler
    from traitlets.utils.importstring import import_item

    option = "--ServerApp.kernel_websocket_connection_class="
    (name,) = [word.removeprefix(option) for word in cli.lab_words(tmp_path, tmp_path / "a.ipynb")
               if word.startswith(option)]
    done: list[object] = []
    monkeypatch.setattr(ZMQChannelsWebsocketConnection, "connect", lambda self: done.append("connected"))
    monkeypatch.setattr(KernelWebsocketHandler, "set_nodelay", lambda self, on: done.append(on))
    connection = import_item(name).__new__(import_item(name))
    connection.websocket_handler = KernelWebsocketHandler.__new__(KernelWebsocketHandler)
    connection.connect()
    assert done == [True, "connected"]
