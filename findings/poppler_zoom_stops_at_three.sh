#!/usr/bin/env bash
# poppler's `pdftohtml -zoom` takes any number and uses three where it is more: positions come back three times as large as
# on paper for -zoom 4 and -zoom 10 alike, in whole numbers, so a finer place of a word cannot be had. Nothing is said, in
# its help neither.
# Seen with pdftohtml 22.12.0 (Debian poppler-utils). Needs python3, and no package. Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
pdftohtml -v 2>&1 | head -n 1
python3 - <<'PY'
text = b"BT /F1 24 Tf 20 100 Td (Hip) Tj ET"
objects = [
    b"<< /Type /Catalog /Pages 2 0 R >>",
    b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    b"<< /Length %d >>\nstream\n%b\nendstream" % (len(text), text),
    b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
]
page, places = b"%PDF-1.4\n", []
for number, content in enumerate(objects, 1):
    places.append(len(page))
    page += b"%d 0 obj\n%b\nendobj\n" % (number, content)
table = b"".join(b"%010d 00000 n \n" % place for place in places)
end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % len(page)
with open("page.pdf", "wb") as file:
    file.write(page + b"xref\n0 6\n0000000000 65535 f \n" + table + end)
PY
for zoom in 1 2 3 4 10; do
  width="$(pdftohtml -xml -zoom "$zoom" -stdout page.pdf | sed -n 's/.*<page.* width="\([0-9]*\)".*/\1/p')"
  echo "-zoom $zoom: a page of 200 points is $width wide"
  widths="${widths:-}$width "
done
[ "$widths" = "200 400 600 600 600 " ] && echo "as seen" || { echo "changed" >&2; exit 1; }
