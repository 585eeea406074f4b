"""Every public name works after every module was imported: no package stands over a function of its name."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys

import stretchlib as sl
from tools.checks import ROOT, environment

#: Public function -> a call; those that are not here are called without arguments.
CALLS = {
    "Session": "Session.from_exercise('bridge')", "case": "case('numb_saddle')", "checklist": "checklist('tests')",
    "clinical_test": "clinical_test('slump')", "guide": "guide('bridge')", "language": "language('en')",
    "load": "load('exercises')", "plot_clinical_test": "plot_clinical_test('slump')",
    "plot_dose": "plot_dose('bridge')",
    "plot_exercise": "plot_exercise('bridge')", "plot_moment_arm": "plot_moment_arm('piriformis')",
    "plot_muscle_map": "plot_muscle_map('deep_rotators')",
    "plot_practice": "plot_practice(practice_log.example())",
    "plot_session": "plot_session(Session.from_exercise('bridge'))", "quiz": "quiz('01')",
    "rate_trial": "rate_trial('piriformis_release')", "timer": "timer('bridge')",
    "structure": "structure('piriformis')",
    "choose": "choose('exercise')",
    "trial_report": "trial_report('piriformis_release')", "votes": "votes('Q01')",
}
SCRIPT = """
import importlib, json, pkgutil, sys
import stretchlib as sl

for module in pkgutil.walk_packages(sl.__path__, "stretchlib."):
    if module.name not in ("stretchlib.__main__", "stretchlib.app.hub", "stretchlib.app.lab_socket"):
        importlib.import_module(module.name)
public, calls = {name: getattr(sl, name) for name in sl.__all__}, json.loads(sys.argv[1])
for name in public:
    if name[:1] != "_" and type(public[name]).__name__ != "module":
        try:
            eval(calls.get(name, f"{name}()"), dict(public))
        except Exception as error:
            print(f"{name}: {type(error).__name__}: {error}")
"""


def test_every_public_name_can_be_called_after_every_module_was_imported() -> None:
    run = subprocess.run([sys.executable, "-c", SCRIPT, json.dumps(CALLS)], cwd=ROOT, env=environment(),
                         capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout == ""


def test_no_package_bears_the_name_of_a_public_function() -> None:
    packages = {module.name for module in pkgutil.iter_modules(sl.__path__)}
    functions = {name for name in sl.__all__ if callable(getattr(sl, name))}
    assert not packages & functions
