"""Strings made comparable, presentable, safe for screens and file names, and measured.

Pure and total: any ``str`` goes in, lone surrogates included, and nothing raises. In these modules code
points are escapes where they cannot be seen. Categories and properties are Unicode's (UAX #44).
"""

from newsgrab.text.cleaning import clean, clean_code, for_screen, for_stream
from newsgrab.text.measures import direction_of, script_of, shown_age, shown_size, word_count
from newsgrab.text.names import for_filename
from newsgrab.text.spelling import fold

__all__ = [
    "clean",
    "clean_code",
    "direction_of",
    "fold",
    "for_filename",
    "for_screen",
    "for_stream",
    "script_of",
    "shown_age",
    "shown_size",
    "word_count",
]
