"""Draw ``docs/architecture.svg`` from the imports: the floors of the house, and who stands on whom.

``python -m tools.make_architecture`` writes it; a test holds picture and imports in step.
"""

from __future__ import annotations

import ast
import tomllib
from html import escape

import grimp

from .checks import ROOT

PICTURE = ROOT / "docs" / "architecture.svg"
PACKAGE = ROOT / "stretchlib"
LEFT, TOP, ROW, CELL, NAMES = 16, 104, 46, 26, 660
INK, QUIET, BOX, LINE = "#1f2933", "#52606d", "#eef2f6", "#9aa5b1"


def floors() -> list[str]:
    """The packages, the highest floor first, as pyproject.toml holds them for import-linter."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = (contract["layers"] for contract in settings["tool"]["importlinter"]["contracts"]
                 if contract["type"] == "layers")
    return [layer.strip("()") for layer in layers]


def arrows() -> set[tuple[str, str]]:
    """(importing package, imported package) for each pair of packages; imports for type checkers alone are left out."""
    graph = grimp.build_graph("stretchlib", exclude_type_checking_imports=True, cache_dir=None)
    rooms = set(floors())
    pairs = {(importer.split(".")[1], imported.split(".")[1])
             for importer in graph.modules for imported in graph.find_modules_directly_imported_by(importer)
             if importer.count(".") and imported.count(".")}
    return {(upper, lower) for upper, lower in pairs if upper != lower and {upper, lower} <= rooms}


def summary(package: str) -> str:
    """The first sentence of what the package says of itself."""
    source = (PACKAGE / package / "__init__.py").read_text(encoding="utf-8")
    first = (ast.get_docstring(ast.parse(source)) or "").partition("\n")[0]
    return first.partition(". ")[0].rstrip(".:").replace(":class:", "").replace("`", "")


def rooms_inside(package: str) -> list[str]:
    """The packages within a package."""
    return sorted(path.parent.name for path in (PACKAGE / package).glob("*/__init__.py"))


def picture() -> str:
    """The drawing as SVG: a row for each package, the highest first; a dot stands under each package it imports."""
    names, pairs = floors(), arrows()
    width, height = LEFT + NAMES + CELL * len(names) + 24, TOP + ROW * len(names) + 44
    drawn = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
             f'height="{height}" font-family="system-ui, sans-serif" role="img" aria-labelledby="t d">',
             '<title id="t">The packages of stretchlib, the highest floor first</title>',
             f'<desc id="d">{escape(alternative_text())}</desc>',
             f'<rect width="{width}" height="{height}" fill="#ffffff"/>']
    column = {name: LEFT + NAMES + CELL * number + CELL // 2 for number, name in enumerate(names)}
    drawn += [f'<line x1="{x}" y1="{TOP}" x2="{x}" y2="{TOP + ROW * len(names)}" stroke="{BOX}"/>'
              for x in column.values()]
    for number, name in enumerate(names):
        x, y = column[name], TOP + ROW * number
        drawn += [
            f'<text x="{x}" y="{TOP - 10}" font-size="13" fill="{QUIET}" '
            f'transform="rotate(-60 {x} {TOP - 10})">{name}</text>',
            f'<rect x="{LEFT}" y="{y + 3}" width="{NAMES - 12}" height="{ROW - 6}" rx="5" fill="{BOX}" '
            f'stroke="{LINE}"/>',
            f'<text x="{LEFT + 12}" y="{y + 20}" font-size="15" font-weight="600" fill="{INK}">{name}'
            f'<tspan font-size="12" font-weight="400" fill="{QUIET}">  {" · ".join(rooms_inside(name))}</tspan></text>',
            f'<text x="{LEFT + 12}" y="{y + 36}" font-size="12.5" fill="{INK}">{escape(summary(name))}</text>',
            f'<rect x="{x - 5}" y="{y + ROW // 2 - 5}" width="10" height="10" fill="#ffffff" stroke="{LINE}"/>',
        ]
        drawn += [f'<circle cx="{column[lower]}" cy="{y + ROW // 2}" r="5.5" fill="{INK}"/>'
                  for upper, lower in sorted(pairs) if upper == name]
    drawn.append(f'<text x="{LEFT}" y="{height - 16}" font-size="12.5" fill="{QUIET}">A dot: the package of this row '
                 f'imports the package of that column. No dot stands left of the squares: nobody imports from above. '
                 f'{len(pairs)} arrows.</text></svg>')
    return "\n".join(drawn) + "\n"


def alternative_text() -> str:
    """Who imports whom, in words."""
    names, pairs = floors(), arrows()
    return " ".join(f"{upper} imports {', '.join(lower for lower in names if (upper, lower) in pairs) or 'none'}."
                    for upper in names)


if __name__ == "__main__":
    PICTURE.write_text(picture(), encoding="utf-8")
    print(f"{PICTURE.relative_to(ROOT)} is written: {len(arrows())} arrows between {len(floors())} packages.")
