"""Measurements of the reader: run by hand and by ``make score``, never by the app."""
