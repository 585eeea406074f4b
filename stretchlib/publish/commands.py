"""The words of ``python start.py publish ...``; what they do is imported when it is asked for."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..core.errors import StretchlibError

ENDS = (".png", ".svg")
#: What whoever has an older edition must know before the next one is imported.
_IMPORTING = {
    "moodle": "Moodle adds and never updates: before you import this, delete the category of the older edition with "
              "its questions.\n",
    "anki": "Anki brings the cards of an older edition up to date; what a learner changed on them, and tags of their "
            "own, are lost.\n"}


def add_commands(publish: argparse.ArgumentParser) -> None:
    """Give ``publish`` its own commands."""
    commands = publish.add_subparsers(dest="product", required=True, metavar="WHAT")

    def command(name: str, run: Callable[[argparse.Namespace], Path], to: str | None, help_text: str) -> Any:
        parser = commands.add_parser(name, help=help_text)
        if to is not None:
            parser.add_argument("--to", type=Path, default=Path(to), metavar="FILE",
                             help=f"the file to write (default: {to})")
        parser.set_defaults(run=lambda asked: _tell(run(asked)))
        return parser

    handout = command("handout", _handout, "handout.html", "exercises on paper, with a timer on a phone")
    handout.add_argument("exercises", nargs="+", metavar="EXERCISE",
                         help="such as bridge, bridge:harder or sciatic_nerve_slider:base:left")
    handout.add_argument("--evidence", action="store_true",
                         help="for students: with what an exercise works on, what is known and where its dose is from")
    pocket = command("pocket", _pocket, "pocket.html", "the course in one file for a phone")
    _seed(pocket)
    kept = command("summary", _summary, "summary.html", "a page to keep of each notebook, an A4 side each")
    kept.add_argument("notebook", nargs="?", help="only that of one notebook, such as 03")
    for name, to, help_text in (("moodle", "question_bank.xml", "the question bank as Moodle XML"),
                                ("anki", "questions.apkg", "the question bank as an Anki deck"),
                                ("csv", "questions.csv", "the question bank as a table for a spreadsheet")):
        bank = command(name, _bank, to, help_text)
        bank.add_argument("notebook", nargs="?", help="only the questions of one notebook, such as 05")
        _seed(bank)
        bank.add_argument("--variants", type=int, default=3,
                          help="how often each question made from the model is drawn")
    figure = command("figure", _figure, None, "any figure as PNG or SVG with its credit line")
    figure.add_argument("name", help="such as plot_muscle_map")
    figure.add_argument("arguments", nargs="*", metavar="ARGUMENT", help="such as deep_rotators, or flexion=60")
    figure.add_argument("file", type=Path, help="the file to write, .png or .svg")


    collected = command("collect", _collect, "class.csv", "a class's result files as one table and one picture")
    collected.add_argument("folder", type=Path,
                           help="the folder that holds the files, with folders and zips in it, or a zip of it")
    deck = command("deck", _deck, "deck.pdf", "the slides of a notebook, one a page, as .pdf or .html")
    deck.add_argument("notebook", nargs="?", default="class_deck", help="the notebook to print (default: class_deck)")
    deck.add_argument("--answers", action="store_true", help="each vote with its answer and the reasons")
    deck.add_argument("--notes", action="store_true", help="a slide a page of A4, with its notes below")
    command("labs", _labs, "labs.pdf", "the partner sheets of the labs on A4, as .pdf or .html")
    paper = command("pdf", _paper, "notebook.pdf",
                    "a notebook with its pictures, without its code: .pdf, .html, or .tex for LaTeX")
    paper.add_argument("notebook", help="such as 05, or a file")
    site = command("site", _site, "site", "the course as a site that runs in the visitor's browser")
    site.add_argument("--offline", type=Path, metavar="PYODIDE_FOLDER", help="for a school without internet")


def _seed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", type=int, default=0,
                        help="your own number: it draws the questions made from the model (default: 0)")


def _tell(path: Path) -> int:
    size = sum(file.stat().st_size for file in (path.rglob("*") if path.is_dir() else [path]) if file.is_file())
    print(f"{path} is written ({size / 1000:.0f} kB).")
    return 0


def _handout(asked: argparse.Namespace) -> Path:
    from .pages.handout import handout

    return handout(asked.exercises, asked.to, evidence=asked.evidence)


def _pocket(asked: argparse.Namespace) -> Path:
    from .pages.pocket import pocket

    return pocket(asked.to, seed=asked.seed)


def _summary(asked: argparse.Namespace) -> Path:
    from .pages.summary import summary

    return summary(asked.to, asked.notebook)


def _bank(asked: argparse.Namespace) -> Path:
    from .bank.anki import anki
    from .bank.moodle import moodle
    from .bank.table import bank_csv

    write = {"moodle": moodle, "anki": anki, "csv": bank_csv}[asked.product]
    written = write(asked.to, asked.notebook, seed=asked.seed, variants=asked.variants)
    print(_IMPORTING.get(asked.product, ""), end="")
    return written


def _collect(asked: argparse.Namespace) -> Path:
    from .class_results import collect

    collected = collect(asked.folder)
    for sentence in collected.skipped:
        print(sentence, file=sys.stderr)
    for sentence in collected.notes:
        print(sentence)
    table, options, picture = collected.save(asked.to)
    print(f"{collected.files} files of {collected.learners} learners counted, {len(collected.skipped)} left out; the "
          f"options are in {options}, the picture is {picture}.")
    return table


def _deck(asked: argparse.Namespace) -> Path:
    from ..learner import copies
    from .deck.printed import deck

    folder = copies.course_dir()
    copies.lay_down(folder)
    return deck(copies.find(asked.notebook, folder), asked.to, answers=asked.answers, notes=asked.notes)


def _labs(asked: argparse.Namespace) -> Path:
    from .pages.labs import labs

    return labs(asked.to)


def _paper(asked: argparse.Namespace) -> Path:
    from ..learner import copies
    from .pages.notebook_paper import notebook_paper

    if Path(asked.notebook).is_file():
        return notebook_paper(Path(asked.notebook), asked.to)
    folder = copies.course_dir()
    copies.lay_down(folder)
    return notebook_paper(copies.find(asked.notebook, folder), asked.to)


def _site(asked: argparse.Namespace) -> Path:
    from ..tables.my_rows import my_rows_folder
    from .site.site import site

    if my_rows_folder() is not None:
        print("The site is made from the course's own rows: your rows that are in use are not in it.", file=sys.stderr)
    return site(asked.to, pyodide=asked.offline)


def _figure(asked: argparse.Namespace) -> Path:
    from .pages.figure_file import figure, read_argument

    if asked.file.suffix not in ENDS:  # said before a slow figure is drawn
        raise StretchlibError(f"A figure is saved as .png or .svg, not as {asked.file.name!r}; change the ending.")
    plain = [read_argument(argument) for argument in asked.arguments if "=" not in argument]
    pairs = (argument.partition("=") for argument in asked.arguments if "=" in argument)
    named = {name: read_argument(text) for name, _, text in pairs}
    return figure(asked.name, *plain, path=asked.file, **named)
