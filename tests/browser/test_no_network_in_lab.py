"""A whole notebook in JupyterLab: the page asks its own server and nobody else, and has no second Python in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab_page import Lab, faults, run_all
from playwright.sync_api import BrowserContext, Page

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("notebook", ["01_hip_anatomy",
                                      pytest.param("05_stretch_and_strengthen", marks=pytest.mark.slow)])
def test_a_notebook_asks_its_own_server_alone(lab: Lab, open_notebook: Callable[..., Page], notebook: str) -> None:
    page = open_notebook(lab.copy_of(notebook, f"asks {notebook}"), own=True)
    asked: list[str] = []
    context: BrowserContext = page.context
    context.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda websocket: asked.append(websocket.url))
    page.reload()  # the page itself and all it loads, with the listeners in place
    page.wait_for_function("() => window.jupyterapp?.shell?.currentWidget?.context?.isReady", timeout=120_000)
    page.evaluate("""async () => { const {sessionContext} = window.jupyterapp.shell.currentWidget;
        await sessionContext.ready; await sessionContext.session.kernel.info; }""")
    run_all(page)
    assert faults(page) == []
    for widget in page.locator(".slt, .slq, .slx").all():
        widget.scroll_into_view_if_needed()
    own = (lab.url, lab.url.replace("http", "ws", 1), "data:", "blob:")
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith(own)] == []


def test_the_python_of_the_site_stays_out_of_jupyterlab(open_notebook: Callable[..., Page], lab: Lab) -> None:
    page = open_notebook(lab.write("plain", "1 + 1"))
    pyodide = "@jupyterlite/pyodide-kernel-extension"
    settings = page.evaluate("() => JSON.parse(document.getElementById('jupyter-config-data').textContent)")
    assert pyodide in [extension["name"] for extension in settings["federated_extensions"]], "it lies beside"
    assert settings["disabledExtensions"] == [pyodide]
    there = page.evaluate("() => window.jupyterapp.listPlugins()")
    assert [name for name in there if name.startswith("@jupyterlite/")] == []
    assert [name for name in there if name.startswith("@jupyter-widgets/")], "the others are there"
    specs = page.evaluate("() => Object.keys(window.jupyterapp.serviceManager.kernelspecs.specs.kernelspecs)")
    assert specs == ["python3"]
