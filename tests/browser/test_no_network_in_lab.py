"""A whole notebook in JupyterLab: the page asks its own server and nobody else, and has no second Python in it.

Every day ``open_notebook`` holds the page that most tests share to the same.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab_page import Lab, faults, new_page, open_on, run_all
from playwright.sync_api import Browser, Page

from stretchlib.app.lab_settings import LEFT_OUT

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("notebook", ["01_hip_anatomy", "05_stretch_and_strengthen"])
def test_a_notebook_asks_its_own_server_alone(lab: Lab, browser: Browser, notebook: str) -> None:
    page = new_page(browser)
    asked: list[str] = []
    page.context.on("request", lambda request: asked.append(request.url))
    page.on("websocket", lambda websocket: asked.append(websocket.url))
    open_on(page, lab, lab.copy_of(notebook, f"asks {notebook}"))
    run_all(page)
    assert faults(page) == []
    for widget in page.locator(".slt, .slq, .slx").all():
        widget.scroll_into_view_if_needed()
    own = (lab.url, lab.url.replace("http", "ws", 1), "data:", "blob:")
    assert len(asked) > 10
    assert [url for url in asked if not url.startswith(own)] == []
    page.context.close()


@pytest.mark.everyday
def test_the_python_of_the_site_stays_out_of_jupyterlab(open_notebook: Callable[..., Page], lab: Lab) -> None:
    page = open_notebook(lab.write("plain", "1 + 1"))
    pyodide = "@jupyterlite/pyodide-kernel-extension"
    settings = page.evaluate("() => JSON.parse(document.getElementById('jupyter-config-data').textContent)")
    assert pyodide in [extension["name"] for extension in settings["federated_extensions"]], "it lies beside"
    assert pyodide in settings["disabledExtensions"]
    assert set(settings["disabledExtensions"]) == set(LEFT_OUT)
    there = page.evaluate("() => window.jupyterapp.listPlugins()")
    assert [name for name in there if name.startswith("@jupyterlite/")] == []
    assert [name for name in there if name.startswith("@jupyter-widgets/")], "the others are there"
    specs = page.evaluate("() => Object.keys(window.jupyterapp.serviceManager.kernelspecs.specs.kernelspecs)")
    assert specs == ["python3"]
