#!/usr/bin/env bash
# LibreOffice, told that a CSV file is German, reads a point followed by three digits as one of thousands even behind a
# nought: 0.245 becomes 245. A point followed by another number of digits it leaves alone: 0.24 stays. So the cells of
# one column are read in two ways, and nothing is said.
# Seen with LibreOffice 7.4.7 (Debian libreoffice-calc-nogui). Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"
soffice --version
printf 'length\n0.24\n0.245\n1.5\n1.234\n' >lengths.csv
# 1031: the file is German; the last words of both filters: as plain text, cells as they are stored.
soffice "-env:UserInstallation=file://$folder/profile" --headless --infilter="CSV:44,34,76,1,,1031,false,true" \
  --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false' --outdir read lengths.csv >/dev/null 2>&1
paste -d'>' lengths.csv read/lengths.csv
if [ "$(tr '\n' ' ' <read/lengths.csv)" = "length 0.24 245 1.5 1234 " ]; then
  echo "as seen: two of four lengths are a thousand times as long"
else
  echo "changed" >&2
  exit 1
fi
