#!/usr/bin/env python3
"""Makes a variable typeface lighter for the page: its kerning no longer varies.

How every pair's distance changes with weight and optical size is a third of the file. Each pair
keeps the distance that it has in running text.

Usage: pip install fonttools==4.68.0 brotli; tools/lighten-typeface.py FONT.woff2 …
"""

import sys

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

RUNNING_TEXT = {"opsz": 16, "wght": 400}


def lighten(path):
    text = instancer.instantiateVariableFont(TTFont(path), RUNNING_TEXT)
    font = TTFont(path)
    # Glyphs have the same names in both, so that the table of one holds in the other.
    for table in ("GPOS", "GDEF"):
        if table in text:
            font[table] = text[table]
        elif table in font:
            del font[table]
    font.flavor = "woff2"
    font.save(path)


for path in sys.argv[1:]:
    lighten(path)
