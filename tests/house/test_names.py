"""A stranger reads a name once: no variable, parameter, attribute or column bears a word that says nothing."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator

from stretchlib.tables import catalogue
from tools.checks import ROOT

SAYS_NOTHING = {"one", "found", "told", "shown", "known", "some", "what", "place", "other"}


def given_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Each name that a source gives to something, with its line: variables, parameters, attributes, functions."""
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()):
                yield name, node.lineno
            case ast.arg(arg=name) | ast.keyword(arg=str(name)):
                yield name, node.lineno
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                yield name, node.lineno
            case ast.ExceptHandler(name=str(name)) | ast.MatchAs(name=str(name)) | ast.MatchStar(name=str(name)):
                yield name, node.lineno
            case ast.alias(asname=str(name)):
                yield name, node.lineno


def test_no_name_in_python_says_nothing() -> None:
    files = subprocess.run(["git", "ls-files", "-co", "--exclude-standard", "*.py"], cwd=ROOT, capture_output=True,
                           text=True, check=True).stdout.splitlines()
    assert len(files) > 250
    empty = [f"{file}:{line}: {name}" for file in files if (ROOT / file).is_file()
             for name, line in given_names(ast.parse((ROOT / file).read_text(encoding="utf-8")))
             if name.strip("_") in SAYS_NOTHING]
    assert not empty, "\n".join(empty)


def test_no_column_says_nothing() -> None:
    columns = {(table, field["name"]) for table, resource in catalogue.catalogue().resources.items()
               for field in resource["schema"]["fields"]}
    assert len(columns) > 500
    assert not {(table, name) for table, name in columns if name in SAYS_NOTHING}
