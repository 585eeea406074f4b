"""Picture the workbook of ``edit`` for ``docs/instructor.md``, as LibreOffice shows it.

``python -m tools.make_workbook_pictures`` writes ``docs/pictures/workbook_*.png``. It needs ``soffice`` and
``pdftoppm`` (Debian: libreoffice-calc-nogui, poppler-utils).
"""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import openpyxl
from PIL import Image, ImageChops

from stretchlib.authoring.workbook import write

from .checks import ROOT

PICTURES = ROOT / "docs" / "pictures"
#: Name of the picture -> sheet, area, what is typed into cells for it.
SHOWN: dict[str, tuple[str, str, dict[str, str]]] = {
    "workbook_how_to": ("How to", "A1:B16", {}),
    "workbook_new_exercise": ("New exercise", "A1:D22", {
        "B5": "Long bridge", "B6": "strength", "B7": "repeat", "B8": "together", "B9": "bridge", "B11": "A mat.",
        "B12": "At home, in class or in a clinic."}),
    "workbook_table": ("exercises", "A1:H9", {}),
}
DOTS, WIDTH, COLOURS = 130, 1200, 48


def picture(book: bytes, sheet: str, area: str, typed: dict[str, str]) -> Image.Image:
    """An area of a sheet with the letters of its columns and the numbers of its rows."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        path = folder / "pictured.xlsx"
        path.write_bytes(book)
        workbook = openpyxl.load_workbook(path)
        for sheet_of_book in workbook.worksheets:
            sheet_of_book.sheet_state = "visible" if sheet_of_book.title == sheet else "hidden"
        pictured = workbook[sheet]
        workbook.active = pictured
        for address, text in typed.items():
            pictured[address].value = text
        for comment in (cell for row in pictured.iter_rows() for cell in row if cell.comment):
            comment.comment = None
        pictured.print_area = area
        pictured.print_options.headings = pictured.print_options.gridLines = True
        pictured.page_setup.orientation, pictured.page_setup.paperSize = "landscape", 8  # A3
        pictured.sheet_properties.pageSetUpPr = openpyxl.worksheet.properties.PageSetupProperties(fitToPage=True)
        pictured.page_setup.fitToWidth, pictured.page_setup.fitToHeight = 1, 1
        pictured.oddHeader.center.text = pictured.oddFooter.center.text = ""
        workbook.save(path)
        subprocess.run(["soffice", f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless",
                        "--convert-to", "pdf", "--outdir", made, str(path)], check=True, capture_output=True,
                       timeout=180)
        subprocess.run(["pdftoppm", "-r", str(DOTS), "-f", "1", "-l", "1", "-png", "-singlefile",
                        str(path.with_suffix(".pdf")), str(folder / "page")], check=True, timeout=60)
        page = Image.open(folder / "page.png").convert("RGB")
    box = ImageChops.difference(page, Image.new("RGB", page.size, "white")).getbbox()
    page = page.crop(box)
    page = page.resize((WIDTH, round(page.height * WIDTH / page.width)), Image.Resampling.LANCZOS)
    return page.quantize(COLOURS, dither=Image.Dither.NONE)


def main() -> None:
    """Write the pictures."""
    PICTURES.mkdir(exist_ok=True)
    book = write.workbook("exercises", "my_course/workbooks/exercises.xlsx")
    for name, pictured in SHOWN.items():
        picture(book, *pictured).save(PICTURES / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
