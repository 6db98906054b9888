"""The one error of reading: the input is not what it was said to be."""


class ParseError(ValueError):
    """The input cannot be read. The message says in plain words what it is and how to mend it.

    ``retry`` tells whether the same address may give something readable later (an empty or truncated answer),
    as opposed to never (a picture, a feed offered as a page).
    """

    def __init__(self, message: str, *, retry: bool = False) -> None:
        super().__init__(message)
        self.retry = retry
