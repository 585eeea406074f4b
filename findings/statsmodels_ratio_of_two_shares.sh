#!/usr/bin/env bash
# statsmodels' score interval for the ratio of two shares goes wrong where a cell of the table is 0 or full, as in a small
# study of a test's accuracy. For 5 of 25 against 30 of 30 it answers with complex numbers, an interval of no width that
# leaves out the ratio itself (0.2). For 1 of 1 against 0 of 1 its 95 % interval begins at 2.0, while its own score test does
# not refuse a ratio of 1 at 5 %.
# Seen with statsmodels 0.14.6 and 0.15.0. Needs python3 (3.11 or newer) with venv. Exits with 1 if that has changed.
set -euo pipefail
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check "statsmodels==${STATSMODELS:-0.14.6}" "numpy==2.3.5" "scipy==1.16.3" "pandas==2.3.3"
"$folder/venv/bin/python" -W ignore - <<'PY'
import sys

import numpy as np
import statsmodels
from statsmodels.stats.proportion import confint_proportions_2indep as interval
from statsmodels.stats.proportion import score_test_proportions_2indep as score_test

print("statsmodels", statsmodels.__version__)
full = interval(5, 25, 30, 30, method="score", compare="ratio", correction=True)
print("5 of 25 against 30 of 30, ratio 0.2:", full)
one = interval(1, 1, 0, 1, method="score", compare="ratio", correction=True)
test = score_test(1, 1, 0, 1, value=1.0, compare="ratio", return_results=False)
print("1 of 1 against 0 of 1, 95 % from", one[0], "; its own test of a ratio of 1: p =", test[1])
complex_numbers = any(np.iscomplexobj(end) for end in full)
leaves_out = not (np.real(full[0]) <= 0.2 <= np.real(full[1]))
disagrees = np.real(one[0]) > 1 and test[1] > 0.05
print("complex:", complex_numbers, "leaves out 0.2:", leaves_out, "test and interval disagree:", disagrees)
sys.exit(0 if complex_numbers and leaves_out and disagrees else 1)
PY
echo "as seen"
