"""A class on one server, tried: ``python deploy/hub/class_trial.py FOLDER [--students 10] [--course CLONE]``.

Starts a real JupyterHub on this computer alone (127.0.0.1), with the course's own lines (course_hub.py). So many
students open their servers at once, then run notebook 01 to its end at once. Prints a Markdown table. FOLDER gets an
environment of its own (some minutes, once), the students' homes and the log; delete it when you like. Linux only.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
RESULTS, README = HERE / "results.json", HERE / "README.md"
BEGIN, END = "<!-- measured: written by class_trial.py --record -->\n", "<!-- end of measured -->"
NEEDED = ("jupyterhub>=5.2,<7", "configurable-http-proxy>=0.4,<0.5")  # the proxy's Python edition: no Node needed
ROWS = (  # label, key of a run, figure format
    ("server ready after login, median", "server_start_median_s", "{:.0f} s"),
    ("server ready after login, slowest", "server_start_slowest_s", "{:.0f} s"),
    ("first picture after notebook 01 is opened and run, median", "first_picture_median_s", "{:.0f} s"),
    ("first picture after notebook 01 is opened and run, slowest", "first_picture_slowest_s", "{:.0f} s"),
    ("a cell, median", "cell_median_s", "{:.1f} s"),
    ("a cell, 95 of 100 are as fast or faster", "cell_p95_s", "{:.1f} s"),
    ("notebook 01 from kernel start to last cell, median", "notebook_median_s", "{:.0f} s"),
    ("notebook 01 from kernel start to last cell, slowest", "notebook_slowest_s", "{:.0f} s"),
    ("memory of one student (server and kernel), median", "student_pss_median_mb", "{:.0f} MB"),
    ("peak of a student's server", "server_peak_mb", "{:.0f} MB"),
    ("peak of an open notebook (its kernel)", "kernel_peak_mb", "{:.0f} MB"),
    ("memory of the hub and its proxy", "hub_pss_mb", "{:.0f} MB"),
    ("memory in all", "all_pss_mb", "{:.0f} MB"),
)
CLASSES = (10, 30, 60, 200)  # for which the memory is worked out; what was run stands in the table above it
OPEN_NOTEBOOKS = 3  # a learner goes on to the next and leaves the last open
HEADROOM, STEP_MB = 1.2, 128  # for what they try out beyond the notebook; limits in round steps


def parse(words: list[str]) -> argparse.Namespace:
    """The words of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("folder", type=Path, help="where the environment, homes and logs go")
    parser.add_argument("--students", type=_number, default=10, help="how many at once (default: 10)")
    parser.add_argument("--minutes", type=_number, default=15, help="give up after so many minutes (default: 15)")
    parser.add_argument("--course", type=Path, default=ROOT,
                        help="the clone whose course is tried, to hold two editions side by side (default: this one)")
    parser.add_argument("--record", action="store_true", help="write results.json and the table of README.md")
    return parser.parse_args(words)


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 200:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 200")


def table(runs: list[dict[str, Any]]) -> str:
    """A Markdown table with one column a run, by their numbers of students, another edition beside ours."""
    runs = _sorted(runs)
    heads = [f"{run['students']} student{'s' * (run['students'] > 1)} at once"
             f"{', edition ' * bool(run['edition'])}{run['edition']}" for run in runs]
    lines = [["", *heads], ["---"] * (len(runs) + 1)]
    lines += [[label, *(figure.format(run[key]) for run in runs)] for label, key, figure in ROWS]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def ours(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The runs of this edition of the course."""
    return [run for run in runs if not run["edition"]]


def limit_mb(runs: list[dict[str, Any]]) -> int:
    """What to allow one student: a server, three open notebooks at their peaks, and headroom, in whole steps."""
    most = max(run["server_peak_mb"] + OPEN_NOTEBOOKS * run["kernel_peak_mb"] for run in ours(runs))
    return -int(-most * HEADROOM // STEP_MB) * STEP_MB


def server_gb(runs: list[dict[str, Any]], students: int) -> tuple[int, int]:
    """Memory for a class of so many, in whole GB: with one open notebook each, and if all reach their limit."""
    hub = max(run["hub_pss_mb"] for run in ours(runs))
    each = max(run["student_pss_median_mb"] for run in ours(runs))
    usual, most = (-int(-(hub + students * mb) // 1024) for mb in (each, limit_mb(runs)))
    return usual, most


def measured(runs: list[dict[str, Any]]) -> str:
    """The part of README.md that is made from results.json."""
    last = max(ours(runs), key=lambda run: run["students"])
    return (f"{table(runs)}\n"
            f"Measured on {last['date']} with a machine of {last['cores']} processor cores and {last['memory_gb']} GB, "
            f"JupyterHub {last['jupyterhub']}, Python {last['python']}.\nOther work may have slowed it: the load "
            f"average before each run was {', '.join(format(run['load_before'], '.1f') for run in _sorted(runs))}.\n\n"
            f"Limit for one student: **{limit_mb(runs)} MB**.\n\n"
            "| class of | memory for the class, one open notebook each | if all reach their limit at once |\n"
            "| --- | --- | --- |\n" + "".join(
                "| {} | {} GB | {} GB |\n".format(count, *server_gb(runs, count)) for count in CLASSES))


def _sorted(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(runs, key=lambda run: (run["students"], not run["edition"]))


def record(run: dict[str, Any]) -> None:
    """Put a run in results.json in place of the like (students, edition), and renew README.md's part."""
    runs = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else []
    like = ("students", "edition")
    runs = _sorted([*(earlier for earlier in runs if any(earlier[key] != run[key] for key in like)), run])
    RESULTS.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")
    if not ours(runs):
        return  # another edition alone: nothing to work out for this one yet
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    README.write_text(before + BEGIN + measured(runs) + END + rest.partition(END)[2], encoding="utf-8")


def edition(course: Path) -> str:
    """The commit of another clone than this one, "" for this one."""
    if course.resolve() == ROOT:
        return ""
    return subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=course, check=True, capture_output=True,
                          text=True).stdout.strip()


def inside(folder: Path, course: Path) -> None:
    """Go on in the trial's own environment, made first where it is not complete."""
    env, stamp = folder / "env", folder / "env" / "complete"
    python = env / "bin" / "python"
    if Path(sys.prefix) == env:
        return
    if not stamp.is_file():
        step("Making the environment of the trial", sys.executable, "-m", "venv", "--clear", env)
        step("Fetching JupyterHub", python, "-m", "pip", "install", "-q", *NEEDED)
        stamp.touch()
    step("Installing the course as it is now", python, "-m", "pip", "install", "-q", f"{course.resolve()}[lab]")
    step("Looking through the fonts", "env", f"MPLCONFIGDIR={env / 'share' / 'matplotlib'}", python, "-c",
         "import matplotlib.font_manager")
    os.execv(python, [str(python), str(Path(__file__).resolve()), *sys.argv[1:]])


def step(words: str, *command: str | Path) -> None:
    """One step of making the environment; where it fails the trial ends."""
    print(f"{words} ...", flush=True)
    if subprocess.run(command, check=False).returncode:
        sys.exit(f"{words} did not work; the lines above say why.")


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody holds now."""
    with_sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [sock.getsockname()[1] for sock in with_sockets]
    for probe in with_sockets:
        probe.close()
    return ports


def main(words: list[str]) -> int:
    """Run the trial; 0 where every student came to the end of the notebook."""
    asked = parse(words)
    if sys.platform != "linux":
        sys.exit("The trial reads memory from /proc: run it on Linux, as the server of a class is.")
    folder = asked.folder.resolve()
    if len(str(folder)) > 35:
        sys.exit(f"{folder} is too long a path for the kernels' sockets: name a folder of at most 35 letters.")
    folder.mkdir(parents=True, exist_ok=True)
    inside(folder, asked.course)

    load = os.getloadavg()[0]
    run = attend(folder, asked.course.resolve(), asked.students, asked.minutes)
    run |= {"load_before": round(load, 1), "edition": edition(asked.course)}
    print(table([run]))
    if asked.record:
        record(run)
    return 0


def attend(folder: Path, course: Path, count: int, minutes: int) -> dict[str, Any]:
    """Start the hub, let the students work, end the hub; what was measured."""
    import students  # beside this file; it needs the environment

    shutil.rmtree(folder / "homes", ignore_errors=True)
    (folder / "homes").mkdir()
    ports, token = free_ports(3), secrets.token_hex(32)
    env = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON", "STRETCH"))}
    env |= {"TRIAL_FOLDER": str(folder), "TRIAL_COURSE": str(course), "TRIAL_PORTS": " ".join(map(str, ports)),
            "TRIAL_TOKEN": token,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("The trial was stopped."))
    with open(folder / "hub.log", "wb") as log:
        hub = subprocess.Popen([sys.executable, "-m", "jupyterhub", "-f", HERE / "trial_config.py"], cwd=folder,
                               env=env, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
    try:
        work = students.all_at_once(hub, f"http://127.0.0.1:{ports[0]}", token, count)
        return asyncio.run(asyncio.wait_for(work, minutes * 60))
    except TimeoutError:
        sys.exit(f"The class was not through after {minutes} minutes: see {folder / 'hub.log'}.")
    except students.TrialFault as fault:
        sys.exit(f"{fault} See {folder / 'hub.log'}.")
    except KeyboardInterrupt:
        sys.exit("The trial was stopped.")
    finally:
        stop(hub)


def stop(hub: subprocess.Popen[bytes]) -> None:
    """End the hub, which ends its servers; then whatever of its family is still there, and nothing else."""
    import students

    family = students.family(hub.pid)
    hub.terminate()
    with suppress(subprocess.TimeoutExpired):
        hub.wait(timeout=60)
    for pid, born in family:
        if students.born(pid) == born:  # the number may have gone to another process since
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    hub.wait(timeout=10)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
