"""Wrong constants, signs and sides in the calculations: every mutant of a module, as its whole changed source."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.checks import ROOT

from .sides import exchanged

SIGNS: dict[type[ast.operator], type[ast.operator]] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div,
                                                       ast.Div: ast.Mult}
COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {ast.Lt: ast.Gt, ast.Gt: ast.Lt, ast.LtE: ast.GtE, ast.GtE: ast.LtE,
                                                    ast.Eq: ast.NotEq, ast.NotEq: ast.Eq}


@dataclass(frozen=True)
class Mutant:
    """One change of one module. ``kind``: constant, sign, comparison or side."""

    module: str
    kind: str
    line: int
    was: str
    now: str
    source: str

    @property
    def name(self) -> str:
        """Module, the line's own text and the change: stays the same while the line does."""
        return f"{self.module}: {self.was} -> {self.now} in `{self.text}`"

    @property
    def text(self) -> str:
        """The line as it stands in the module."""
        return path_of(self.module).read_text(encoding="utf-8").splitlines()[self.line - 1].strip()


def path_of(module: str) -> Path:
    """The file of a module of the library."""
    return ROOT.joinpath("stretchlib", *module.split(".")).with_suffix(".py")


def mutants(module: str) -> list[Mutant]:
    """All mutants of a module, in the order of its lines."""
    source = path_of(module).read_text(encoding="utf-8")
    mutants_of_module = []
    for node in _nodes(ast.parse(source)):
        for kind, new in _changed(node):
            changed = _replaced(source, node, ast.unparse(new))
            mutants_of_module.append(Mutant(module, kind, node.lineno, ast.unparse(node), ast.unparse(new), changed))
    return mutants_of_module


def _nodes(tree: ast.AST) -> Iterator[ast.expr]:
    """Every expression that does something: no docstring, no annotation, no format of a number in a text."""
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.JoinedStr) or (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            continue
        if isinstance(tree, ast.arg | ast.AnnAssign) and child is tree.annotation:
            continue
        if isinstance(tree, ast.FunctionDef) and child is tree.returns:
            continue
        if isinstance(child, ast.expr):
            yield child
        yield from _nodes(child)


def _changed(node: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield "constant", ast.Constant(node.value + 1 if isinstance(node.value, int) else
                                       float(f"{node.value * 1.25 + (not node.value):.9g}"))
        if node.value:
            yield "sign", ast.Constant(-node.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and exchanged(node.value):
        yield "side", ast.Constant(exchanged(node.value))
    elif isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
        new = copy.copy(node)
        new.op = SIGNS[type(node.op)]()
        yield "sign", new
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not isinstance(node.operand, ast.Constant):
        yield "sign", node.operand
    elif isinstance(node, ast.Compare) and type(node.ops[0]) in COMPARED:
        swapped = copy.copy(node)
        swapped.ops = [COMPARED[type(node.ops[0])](), *node.ops[1:]]
        yield "comparison", swapped


def _replaced(source: str, node: ast.expr, text: str) -> str:
    lines = source.encode().splitlines(keepends=True)  # columns count bytes
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    before = b"".join(lines[:first]) + lines[first][:node.col_offset]
    after = lines[last][node.end_col_offset:] + b"".join(lines[last + 1:])
    return (before + f"({text})".encode() + after).decode()
