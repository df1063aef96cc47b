"""What can go wrong with FEEL besides null: text that cannot be read, and work that would run away."""


class FeelError(Exception):
    """This FEEL expression cannot be used."""


class FeelSyntaxError(FeelError):
    """This is not FEEL."""

    def __init__(self, message: str, position: int = 0) -> None:
        """`position` counts characters from the start of the text, the first being 0."""
        super().__init__(message)
        self.message = message
        self.position = position


class FeelLimitExceeded(FeelError):
    """This FEEL expression asks for more work than one expression may do."""
