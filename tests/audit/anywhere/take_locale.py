"""A plugin of pytest: the process takes on the locale that its environment names, as a program with menus does."""

from __future__ import annotations

import locale

locale.setlocale(locale.LC_ALL, "")
locale.setlocale(locale.LC_MESSAGES, "C")  # the system's own words ("No such file") are in its language, and rightly
