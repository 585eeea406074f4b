"""The site: builds offline, holds what it must, and runs in a browser with Python 3.14 and Pyodide's core alone."""

from __future__ import annotations

import functools
import hashlib
import http.server
import json
import re
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from stretchlib.core.errors import StretchlibError
from stretchlib.publish.site import wheels
from stretchlib.publish.site.site import INSTALL, site
from stretchlib.widgets.shared.bundle import module
from tools.checks import ROOT

PYODIDE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "pyodide-lock.json", "python_stdlib.zip")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, pyodide: Path) -> Path:
    """The site with Pyodide in it, below a sub-path, with accents and spaces on the way."""
    return site(tmp_path_factory.mktemp("served é") / "a school" / "course", pyodide=pyodide)


@pytest.fixture(scope="module")
def address(built: Path) -> Iterator[str]:
    """The site on a plain static server, at the sub-path /course/."""
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(built.parent))
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}/course/"
    server.shutdown()


def test_every_notebook_installs_the_course_first_and_nothing_else_changed(built: Path) -> None:
    sources = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert sorted(path.name for path in (built / "files").glob("*.ipynb")) == [path.name for path in sources]
    for path in sources:
        first, *rest = json.loads((built / "files" / path.name).read_text(encoding="utf-8"))["cells"]
        assert first["source"] == INSTALL
        assert rest == json.loads(path.read_text(encoding="utf-8"))["cells"]


def test_the_index_names_every_wheel_with_its_true_checksum(built: Path) -> None:
    index = json.loads((built / "pypi" / "all.json").read_text(encoding="utf-8"))
    assert {name.replace("-", "_") for name in index} >= {*wheels.BUNDLED, "stretchlib"}
    for package in index.values():
        for release in package["releases"].values():
            for file in release:
                data = (built / "pypi" / file["filename"]).read_bytes()
                assert file["digests"]["sha256"] == hashlib.sha256(data).hexdigest()
                assert file["filename"].endswith("-py3-none-any.whl")


def test_a_packed_wheel_is_pure_whole_and_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in wheels.BUNDLED:
        wheel = wheels.packed_wheel(name, tmp_path)
        first = wheel.read_bytes()
        assert wheels.packed_wheel(name, tmp_path).read_bytes() == first
        with zipfile.ZipFile(wheel) as archive:
            names = archive.namelist()
            record = next(entry for entry in names if entry.endswith("/RECORD"))
            listed = {line.split(",")[0] for line in archive.read(record).decode().splitlines()}
        assert not [entry for entry in names if entry.endswith((".so", ".pyd"))]
        assert set(names) == listed


def test_a_part_that_only_exists_compiled_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StretchlibError, match=r"numpy has a part that only exists compiled \(.+\): it cannot run"):
        wheels.packed_wheel("numpy", tmp_path)
    with pytest.raises(StretchlibError, match="nothing_of_this_name is not installed here"):
        wheels.packed_wheel("nothing_of_this_name", tmp_path)


def test_a_full_folder_and_one_without_pyodide_are_refused(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("mine", encoding="utf-8")
    with pytest.raises(StretchlibError, match="holds something already: give a new folder"):
        site(tmp_path)
    with pytest.raises(StretchlibError, match=r"is no Pyodide distribution \(pyodide.mjs, .* missing\)"):
        site(tmp_path / "new", pyodide=tmp_path)
    assert (tmp_path / "x").read_text(encoding="utf-8") == "mine"


def test_it_is_light_and_pyodide_is_its_own(built: Path) -> None:
    mine = sum(path.stat().st_size for path in built.rglob("*") if path.is_file() and "pyodide" not in path.parts)
    assert mine < 30e6
    config = (built / "jupyter-lite.json").read_text(encoding="utf-8")
    assert '"pyodideUrl": "./static/pyodide/pyodide.mjs"' in config
    assert all((built / "static" / "pyodide" / name).is_file() for name in PYODIDE)


PURE = """
import sys, json
import stretchlib as sl
from stretchlib.authoring.check import check_data
from stretchlib.questions.bank import bank, question
from stretchlib.questions.marking import score
from stretchlib.cases import case_ids, load_case
from stretchlib.cases.play import Play
from stretchlib.tables import phrases
play = Play(load_case("numb_saddle"))
play.ask("saddle")
ending = play.decide(["emergency_now"])
sl.journal.current().append("note", text="kept in the browser")
right = next(o.id for o in question("Q01").options if o.correct)
heavy = sorted({"numpy", "pandas", "matplotlib"} & set(sys.modules))
json.dumps({"python": sys.version_info[:2], "faults": check_data(), "items": len(bank(optional=True)),
            "cases": len(case_ids()), "points": score(question("Q01"), right).points, "ending": ending.outcome,
            "notes": len(sl.journal.current().records("note")), "heavy": heavy,
            "post": str(sl.appraisal.post_test_probability(0.3, 2.0)),
            "session": sl.Session.from_exercise("figure_four_stretch").as_dict(),
            "flags": sl.red_flags().as_dicts(), "words": dict(phrases.words())})
"""
PAGE = """async ([code, wheel, source]) => {
    const { loadPyodide } = await import(new URL("static/pyodide/pyodide.mjs", location.href).href);
    const pyodide = await loadPyodide();
    const data = await (await fetch(new URL(`pypi/${wheel}`, location.href))).arrayBuffer();
    pyodide.unpackArchive(data, "wheel");
    const timerData = JSON.parse(pyodide.runPython(code));
    const state = { session: timerData.session, words: timerData.words,
                    red_flags: timerData.flags, progress: {}, runs: [] };
    const model = { get: (name) => state[name], set: (name, value) => { state[name] = value; }, save_changes: () => {},
                    on: () => {}, off: () => {}, send: () => {} };
    const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
    const { default: made } = await import(url);
    const widget = typeof made === "function" ? await made() : made;
    document.body.replaceChildren();
    await widget.initialize?.({ model });
    await widget.render({ model, el: document.body });
    window.state = state;
    return timerData;
}"""


def test_python_in_the_browser_runs_the_pure_parts_and_the_timer(browser: Browser, address: str, built: Path) -> None:
    wheel = next((built / "pypi").glob("stretchlib-*.whl")).name
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(120_000)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{address}bootstrap.js")  # any page of the site: its own origin
    outcome = page.evaluate(PAGE, [PURE, wheel, module("widgets/timer/timer.js")])
    assert outcome["python"] == [3, 14]
    assert outcome["faults"] == []
    assert outcome["heavy"] == []
    assert outcome["items"] > 150
    assert (outcome["cases"], outcome["points"], outcome["notes"]) == (8, 1, 1)
    assert outcome["ending"] in ("sound", "incomplete")
    assert outcome["post"].startswith("0.462")
    timer = page.locator(".slt")
    timer.locator("[data-action=start]").click()
    for _ in range(3):  # three groups of safety questions
        timer.locator("[data-action=gate-none]").click()
    timer.locator("[data-action=start]").click()
    expect(timer).to_have_attribute("data-status", "running")
    assert [url for url in asked if not re.match(r"http://127\.0\.0\.1|data:|blob:", url)] == []
    page.goto(f"{address}lab/index.html?path=00_start_here.ipynb")
    expect(page.locator("#jp-main-dock-panel")).to_be_visible(timeout=120_000)
    expect(page.locator(".jp-Notebook").first).to_contain_text("put the article on trial", timeout=120_000)
    context.close()


def test_without_network_the_build_asks_for_nothing(tmp_path: Path) -> None:
    """Build in a network namespace that holds nothing at all, where this machine lets us make one."""
    if subprocess.run(["unshare", "-n", "true"], capture_output=True, check=False).returncode:
        pytest.skip("this machine makes no network namespace")
    code = ("from pathlib import Path; from stretchlib.publish.site.site import site; "
            f"site(Path({str(tmp_path / 'out')!r}))")
    run = subprocess.run(["unshare", "-n", sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
                         check=False)
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "out" / "lab" / "index.html").is_file()
