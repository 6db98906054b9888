"""Text in, frozen dataclasses out: no Django, no network, no clock.

Every function here is pure, so it can be run on a file from the shell (``python -m articles.extract``), tested
without a database, and re-run over ten years of stored pages. Offsets are character offsets into the text given.
"""
