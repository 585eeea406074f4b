"""The command line: ``start`` the course, ``check`` the data, ``publish`` parts of it, and a ``doctor`` for the set-up.

Every mistake a person can make ends in one sentence on stderr and exit code 1, of the words typed in exit code 2; what
nobody foresaw goes to a log file, and one sentence names it.
"""

from __future__ import annotations

import argparse
import gc
import io
import logging
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext, suppress
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from .. import __version__
from ..core.errors import StretchlibError, Unforeseen
from ..core.kernel_transport import encrypting_words
from ..learner import copies
from ..learner.unforeseen import LOG as LOG
from ..learner.unforeseen import PRIVATE, write_log
from ..publish.commands import add_commands
from ..tables import paths
from . import course_file, lab_settings, quick_jupyter, workbook_commands
from .kernel import lay_down_profile

if TYPE_CHECKING:
    from ..tables.catalogue import Catalogue


def main(words: Sequence[str] | None = None) -> int:
    """Run one command; ``words`` default to those of the shell. Returns the exit code."""
    for stream in (sys.stdout, sys.stderr):  # a console that cannot show a letter shows a question mark for it
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    quick_jupyter.leave_out()
    try:
        asked = _parser().parse_args(words)
        with nullcontext() if asked.command in ("use", "doctor") else course_file.in_use():
            code = int(asked.run(asked))
        sys.stdout.flush()
        return code
    except StretchlibError as error:
        print(error, file=sys.stderr)
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # whoever read our lines has gone; say nothing more
    except Exception as error:
        print(_faults_of_data() or _told_as_ours(error), file=sys.stderr)
    return 1


def _faults_of_data() -> str:
    """The faults of the data in use, which are the likelier reason for what nobody foresaw; empty without any."""
    from ..authoring.check import refuse_faulty

    try:
        refuse_faulty()
    except StretchlibError as error:
        return str(error)
    except Exception:  # the check met what nobody foresaw as well
        return ""
    return ""


def _told_as_ours(error: Exception) -> str:
    kind = type(error.__cause__ if isinstance(error, Unforeseen) else error).__name__
    return f"Something unforeseen happened ({kind}): {write_log()}"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="stretchlib", description="A Jupyter course for physiotherapy students. Education, not advice.")
    parser.add_argument("--version", action="version", version=f"stretchlib {_version()}")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")

    start = commands.add_parser("start", help="open your copy of the course in the browser")
    start.add_argument("notebook", nargs="?", help="the notebook to open, such as 05 (default: the first one)")
    start.add_argument("--no-browser", action="store_true", help="only print the address")
    start.add_argument("--port", type=_port, default=8888, help="the port to try first (default: 8888)")
    start.set_defaults(run=_start)

    present = commands.add_parser("present", help="show a notebook as slides with everything live")
    present.add_argument("notebook", nargs="?", default="class_deck", help="the notebook to show (default: class_deck)")
    present.add_argument("--short", action="store_true", help="leave out the slides marked to be cut first")
    present.add_argument("--no-browser", action="store_true", help="only print the address")
    present.add_argument("--port", type=_port, default=8866, help="the port to try first (default: 8866)")
    present.add_argument("--votes", action="store_true",
                         help="let the class vote from phones, by a page in the network of the room")
    present.add_argument("--votes-at", metavar="ADDRESS", help="with --votes: the address of this computer there")
    present.add_argument("--votes-port", type=_port, default=8000, metavar="PORT",
                         help="with --votes: the port to try first (default: 8000)")
    present.add_argument("--votes-connections", type=_count, default=20, metavar="N",
                         help="with --votes: connections at once from one address; raise it where the phones of a "
                              "class share one (default: 20)")
    present.set_defaults(run=_present)

    doctor = commands.add_parser("doctor", help="look whether everything is in order, and how to mend what is not")
    doctor.set_defaults(run=_doctor)

    check = commands.add_parser("check", help="check the tables in use, or those of a folder of your own")
    check.add_argument("folder", nargs="?", type=Path, help="a folder with your own rows, or with a copy of data/")
    check.add_argument("--language", metavar="CODE", help="name each text that this language, such as de, still lacks")
    check.add_argument("--workbook", type=Path, metavar="FILE", help="check a workbook that edit wrote, before apply")
    check.set_defaults(run=_check)
    workbook_commands.add_commands(commands)

    use = commands.add_parser("use", help="show your own rows in the course, or say whose rows are in use")
    use.add_argument("folder", nargs="?", type=Path,
                     help="the folder with what you add or change; \"course\" goes back to the course's own rows")
    choice = use.add_mutually_exclusive_group()
    choice.add_argument("--none", action="store_true", help="go back to the course's own rows")
    choice.add_argument("--accept", action="store_true", help="keep your rows where an update changed the course's too")
    choice.add_argument("--convert", type=Path, metavar="FOLDER",
                        help="make a folder of own rows from a copy with all tables in one folder")
    use.add_argument("--to", type=Path, metavar="FOLDER", help="where --convert writes them")
    use.set_defaults(run=_use)

    add_commands(commands.add_parser("publish", help="write a handout, a page for a phone, or files for other systems"))
    return parser


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 65535:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no port; use a number from 1 to 65535")


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 5000:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number of connections; use one from 1 to 5000")


def _version() -> str:
    try:
        return metadata.version("stretchlib")
    except metadata.PackageNotFoundError:
        return __version__


def _start(asked: argparse.Namespace) -> int:
    folder = copies.course_dir()
    _tell_rows()
    done = copies.lay_down(folder)
    print(f"Your course is in {folder}")
    for copy in done:
        print(f"  {copy}")
    notebook = copies.find(asked.notebook, folder)
    sys.stdout.flush()
    private_jupyter(folder)
    try:
        lab = import_module("jupyterlab.labapp")
    except ImportError:
        raise StretchlibError("JupyterLab is not installed here: install stretchlib[lab], then start again.") from None
    trust([laid_down.path for laid_down in done if laid_down.path.suffix == ".ipynb"])
    print("JupyterLab opens in your browser. To close the course press Ctrl-C twice in this window.", flush=True)
    logging.captureWarnings(True)  # those of Jupyter's parts about one another tell the learner nothing
    logging.getLogger("py.warnings").addHandler(logging.NullHandler())
    lab.LabApp.launch_instance(lab_words(folder, notebook, port=asked.port, browser=not asked.no_browser))
    return 0


def _tell_rows() -> None:
    """Say whose rows are shown, where they are not the course's; raises where they are gone or have faults."""
    from ..tables import in_use, my_rows

    if my_rows.my_rows_folder() is not None or os.environ.get(paths.DATA):
        print(in_use.rows_in_use().sentence)


def _present(asked: argparse.Namespace) -> int:
    folder = copies.course_dir()
    _tell_rows()
    copies.lay_down(folder)
    notebook = copies.find(asked.notebook, folder)
    private_jupyter(folder)
    votes = {"address": asked.votes_at, "port": asked.votes_port, "of_address": asked.votes_connections}
    import_module("stretchlib.publish.deck.present").present(
        notebook, port=asked.port, browser=not asked.no_browser, short=asked.short,
        votes=votes if asked.votes or asked.votes_at else None)
    return 0


def private_jupyter(folder: Path) -> None:
    """Keep all that Jupyter and IPython write under ``folder``; the person's own settings are not read or written.

    Changes this process's environment, which kernels inherit. Raises :class:`StretchlibError` where the folder
    cannot be written.
    """
    private = folder / PRIVATE
    for name, folder_name in (("JUPYTER_CONFIG_DIR", "config"), ("JUPYTER_DATA_DIR", "data"),
                        ("JUPYTER_RUNTIME_DIR", "runtime"), ("IPYTHONDIR", "ipython"),
                        ("JUPYTERLAB_SETTINGS_DIR", "settings"), ("JUPYTERLAB_WORKSPACES_DIR", "workspaces")):
        os.environ[name] = str(private / folder_name)
    os.environ["JUPYTER_PREFER_ENV_PATH"] = "1"
    for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH"):
        os.environ.pop(name, None)
    try:
        lab_settings.lay_down(private / "config")
        lay_down_profile(private / "ipython")
    except OSError as error:
        raise StretchlibError(f"{private} cannot be written ({error.strerror}): make it writable.") from None


def lab_words(folder: Path, notebook: Path, *, port: int = 8888, browser: bool = True) -> list[str]:
    """What JupyterLab is told: this folder only, this computer only, and nothing fetched from elsewhere."""
    return [
        *quiet_words(), *encrypting_words(), "--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}",
        f"--ServerApp.root_dir={folder}", f"--ServerApp.open_browser={browser}",
        f"--LabApp.default_url=/lab/tree/{quote(notebook.name)}",
    ]


def quiet_words() -> list[str]:
    """What JupyterLab is told wherever it runs: nothing fetched from elsewhere, messages sent at once, our look."""
    root = ["--allow-root"] if getattr(os, "geteuid", lambda: 1)() == 0 else []  # as in a container
    return [
        *root, "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
        "--LanguageServerManager.autodetect=False",  # its search runs npm, which writes in the home folder
        "--ServerApp.kernel_websocket_connection_class=stretchlib.app.lab_socket.PromptConnection",
        "--ServerApp.contents_manager_class=stretchlib.app.contents.CourseContents", "--LabApp.custom_css=True",
        "--ServerApp.log_level=WARN", "--LabApp.log_level=WARN",
    ]


def trust(notebooks: Sequence[Path]) -> None:
    """Sign notebooks just laid down, so that their saved pictures and widgets show before the first run."""
    if not notebooks:
        return
    with suppress(Exception):  # an unsigned notebook only looks poorer until it is run
        nbformat, data_dir = import_module("nbformat"), Path(os.environ["JUPYTER_DATA_DIR"])
        data_dir.mkdir(parents=True, exist_ok=True)
        notary = import_module("nbformat.sign").NotebookNotary(data_dir=str(data_dir))
        for path in notebooks:
            notary.sign(nbformat.read(path, as_version=4))


def _doctor(asked: argparse.Namespace) -> int:
    from .doctor import examine

    return examine()


def _use(asked: argparse.Namespace) -> int:
    from . import use

    if asked.convert:
        from ..authoring.convert import convert

        return convert(asked.convert, asked.to)
    if asked.none or (asked.folder and str(asked.folder) == "course"):
        return use.go_back()
    if asked.accept:
        return use.accept()
    return use.use(asked.folder) if asked.folder else use.tell()


def _check(asked: argparse.Namespace) -> int:
    if asked.workbook:
        return workbook_commands.check(asked.workbook)
    gc.disable()  # rows and translations stay until the end: looking for what to throw away took a tenth of the time
    try:
        return _check_data(asked)
    finally:
        gc.enable()


def _check_data(asked: argparse.Namespace) -> int:
    from ..authoring.check import check_data, data_of

    problems = check_data(asked.folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        data = data_of(asked.folder)
        print(f"All {len(data.resources)} tables are in order.")
        if data.mine is not None or data.lent:
            from ..tables.in_use import describe
            from .use import tell_changes

            print(describe(data))
            tell_changes(data)
        _tell_languages(data, asked.language)
    return 1 if problems else 0


def _tell_languages(data: Catalogue, named: str | None) -> None:
    """How far each language has come; of the one that is named every text that it lacks."""
    from ..authoring import languages

    for code in [named] if named else data.languages[1:]:
        print("\n".join(languages.report(code, data, whole=named is not None)))
