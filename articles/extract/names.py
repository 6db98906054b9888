"""One key for the spellings of a name: case, spaces, hyphens, accents, legal forms."""


def name_key(name: str) -> str:
    """A key equal for spellings of one company name: ``Robert Bosch GmbH`` → ``robertbosch``, ``Pony AI`` → ``ponyai``."""
    raise NotImplementedError


def short_name(name: str) -> str:
    """The name as a newspaper says it, without its legal form: ``Navistar International Corp.`` → ``Navistar International``."""
    raise NotImplementedError


def person_key(name: str) -> str:
    """A key equal for spellings of one person's name: case, accents, initials' dots and spaces folded."""
    raise NotImplementedError


def slugify(name: str) -> str:
    """An address part: ASCII lower case and hyphens; never empty (a digest for names without ASCII letters)."""
    raise NotImplementedError
