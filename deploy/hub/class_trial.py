"""A class on one server, tried: ``python deploy/hub/class_trial.py FOLDER [--students 10]``.

Starts a real JupyterHub on this computer alone (127.0.0.1), with the course's own lines (course_hub.py). So many students
open their servers at once, then run notebook 01 to its end at once. Prints a Markdown table. FOLDER gets an
environment of its own (some minutes, once), the students' homes and the logs; it may be deleted afterwards. Linux only.
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
    ("notebook 01 from kernel start to last cell, median", "notebook_median_s", "{:.0f} s"),
    ("notebook 01 from kernel start to last cell, slowest", "notebook_slowest_s", "{:.0f} s"),
    ("memory of one student (server and kernel), median", "student_pss_median_mb", "{:.0f} MB"),
    ("memory of one student, most at any moment", "student_peak_mb", "{:.0f} MB"),
    ("memory of the hub and its proxy", "hub_pss_mb", "{:.0f} MB"),
    ("memory in all", "all_pss_mb", "{:.0f} MB"),
)
HEADROOM, STEP_MB = 1.4, 128  # for what a learner tries out beyond the notebook; limits in round steps


def parse(words: list[str]) -> argparse.Namespace:
    """The words of the command line."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n\n")[0])
    parser.add_argument("folder", type=Path, help="where the environment, homes and logs go")
    parser.add_argument("--students", type=_number, default=10, help="how many at once (default: 10)")
    parser.add_argument("--minutes", type=_number, default=15, help="give up after so many minutes (default: 15)")
    parser.add_argument("--record", action="store_true", help="write results.json and the table of README.md")
    return parser.parse_args(words)


def _number(text: str) -> int:
    if text.isascii() and text.isdigit() and 1 <= int(text) <= 200:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 to 200")


def table(runs: list[dict[str, Any]]) -> str:
    """A Markdown table with one column a run, in the order of their numbers of students."""
    runs = sorted(runs, key=lambda run: run["students"])
    heads = [f"{run['students']} student{'s' * (run['students'] > 1)} at once" for run in runs]
    lines = [["", *heads], ["---"] * (len(runs) + 1)]
    lines += [[label, *(figure.format(run[key]) for run in runs)] for label, key, figure in ROWS]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


def limit_mb(runs: list[dict[str, Any]]) -> int:
    """What to allow one student: the most that one needed at any moment and headroom, in whole steps."""
    return -int(-max(run["student_peak_mb"] for run in runs) * HEADROOM // STEP_MB) * STEP_MB


def server_gb(runs: list[dict[str, Any]], students: int) -> int:
    """Memory for a class of so many: the hub and the limit of each, in whole GB; for nobody shares what they may use."""
    hub = max(run["hub_pss_mb"] for run in runs)
    return -int(-(hub + students * limit_mb(runs)) // 1024)


def measured(runs: list[dict[str, Any]]) -> str:
    """The part of README.md that is made from results.json."""
    last = max(runs, key=lambda run: run["students"])
    return (f"{table(runs)}\n"
            f"Measured on {last['date']} with a machine of {last['cores']} processor cores and {last['memory_gb']} GB, "
            f"JupyterHub {last['jupyterhub']}, Python {last['python']}. Load average before the run (other work on the "
            f"machine): {', '.join(format(run['load_before'], '.1f') for run in _sorted(runs))}.\n\n"
            f"Limit for one student: **{limit_mb(runs)} MB**. Memory for a class of 10: **{server_gb(runs, 10)} GB**, of 30: "
            f"**{server_gb(runs, 30)} GB**, if all reach their limit at once.\n")


def _sorted(runs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(runs, key=lambda run: run["students"])


def record(run: dict[str, Any]) -> None:
    """Put a run in results.json in place of the one with as many students, and renew README.md's part."""
    runs = json.loads(RESULTS.read_text(encoding="utf-8")) if RESULTS.is_file() else []
    runs = _sorted([*(one for one in runs if one["students"] != run["students"]), run])
    RESULTS.write_text(json.dumps(runs, indent=1) + "\n", encoding="utf-8")
    before, _, rest = README.read_text(encoding="utf-8").partition(BEGIN)
    README.write_text(before + BEGIN + measured(runs) + END + rest.partition(END)[2], encoding="utf-8")


def inside(folder: Path) -> None:
    """Go on in the trial's own environment, made first where it is not complete."""
    env, stamp = folder / "env", folder / "env" / "complete"
    python = env / "bin" / "python"
    if Path(sys.prefix) == env:
        return
    if not stamp.is_file():
        print("Making the environment of the trial ...", flush=True)
        subprocess.run([sys.executable, "-m", "venv", "--clear", env], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *NEEDED], check=True)
        stamp.touch()
    print("Installing the course as it is now ...", flush=True)
    subprocess.run([python, "-m", "pip", "install", "-q", f"{ROOT}[lab]"], check=True)
    os.execv(python, [str(python), str(Path(__file__).resolve()), *sys.argv[1:]])


def free_ports(count: int) -> list[int]:
    """Ports of 127.0.0.1 that nobody holds now."""
    with_sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [one.getsockname()[1] for one in with_sockets]
    for one in with_sockets:
        one.close()
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
    inside(folder)

    import students  # beside this file; it needs the environment

    shutil.rmtree(folder / "homes", ignore_errors=True)
    (folder / "homes").mkdir()
    ports, token = free_ports(3), secrets.token_hex(32)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON", "STRETCHLIB"))}
    env = kept | {"TRIAL_FOLDER": str(folder), "TRIAL_PORTS": " ".join(map(str, ports)), "TRIAL_TOKEN": token,
                  "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    load = os.getloadavg()[0]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("The trial was stopped."))
    with open(folder / "hub.log", "wb") as log:
        hub = subprocess.Popen([sys.executable, "-m", "jupyterhub", "-f", HERE / "trial_config.py"], cwd=folder, env=env,
                               stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True)
        started: set[tuple[int, str]] = set()
        try:
            run = asyncio.run(asyncio.wait_for(
                students.all_at_once(hub, f"http://127.0.0.1:{ports[0]}", token, asked.students, started),
                asked.minutes * 60))
        except TimeoutError:
            sys.exit(f"The class was not through after {asked.minutes} minutes: see {folder / 'hub.log'}.")
        except students.TrialFault as fault:
            sys.exit(f"{fault} See {folder / 'hub.log'}.")
        finally:
            stop(hub, started | students.family(hub.pid))
    run["load_before"] = round(load, 1)
    print(table([run]))
    if asked.record:
        record(run)
    return 0


def stop(hub: subprocess.Popen[bytes], started: set[tuple[int, str]]) -> None:
    """End the hub, which ends its servers; then whatever of its family is still there, and nothing else."""
    import students

    hub.terminate()
    with suppress(subprocess.TimeoutExpired):
        hub.wait(timeout=60)
    for pid, born in started:
        if students.born(pid) == born:  # the number may have gone to another process since
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    hub.wait(timeout=10)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
