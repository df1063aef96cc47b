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


class UnknownFunction(FeelSyntaxError):
    """There is no function of this name."""

    def __init__(self, name: str, nearest: str | None) -> None:
        """`nearest` is a known function whose name is like it."""
        remedy = f" Did you mean “{nearest}”?" if nearest else ""
        super().__init__(f"There is no function “{name}”.{remedy}")
        self.name = name


class FeelLimitExceeded(FeelError):
    """This FEEL expression asks for more work than one expression may do."""
