"""Days and numbers in the Spanish of the United States and Mexico, where 2,614 and 5.2 are written as in English.

The date formats that the templates use are names of formats too: Django looks each of them up here before it takes it
literally. So `{{ day|date:"j F" }}` gives "9 October" in English and "9 de octubre" in Spanish.
"""

from __future__ import annotations

DECIMAL_SEPARATOR = "."
THOUSAND_SEPARATOR = ","
NUMBER_GROUPING = 3
FIRST_DAY_OF_WEEK = 0

DAYS = {
    "F Y": r"F \d\e Y",
    "j F": r"j \d\e F",
    "j F Y": r"j \d\e F \d\e Y",
    "j F, H:i": r"j \d\e F, H:i",
    "j F Y, H:i": r"j \d\e F \d\e Y, H:i",
    "l j F": r"l j \d\e F",
    "l j F Y": r"l j \d\e F \d\e Y",
}
"""{format as a template writes it: the same day in Spanish}"""

globals().update(DAYS)
