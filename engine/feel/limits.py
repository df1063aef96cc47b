"""How much one expression may ask for, and the allowance that is spent while it runs.

One step is about one node of the expression evaluated once, so the allowance bounds time whatever the
nesting of loops and function calls; texts and lists that are made are paid for from the same allowance, so
it bounds memory as well.
"""

from engine.feel.errors import FeelLimitExceeded

MAX_SOURCE = 10_000  # characters of one expression
MAX_NESTING = 120  # parts within each other while reading
MAX_DEPTH = 150  # height of the tree of operations
MAX_PARSE_STEPS = 20_000  # tokens looked at, repeats included
MAX_STEPS = 100_000  # of one evaluation: a tenth of a second or so
MAX_CALLS = 100  # functions calling functions
MAX_LIST = 20_000  # elements of one list
MAX_TEXT = 1_000_000  # characters of one text
MAX_DATA_DEPTH = 60  # lists and contexts within each other in a variable
CHARACTERS_PER_STEP = 64


class Allowance:
    """Steps left for one evaluation, and how deep its function calls are at the moment."""

    __slots__ = ("calls", "steps")

    def __init__(self, steps: int = MAX_STEPS) -> None:
        self.steps = steps
        self.calls = 0

    def spend(self, steps: int) -> None:
        """Take steps off. Raises FeelLimitExceeded when none are left."""
        self.steps -= steps
        if self.steps < 0:
            raise FeelLimitExceeded("The expression needs too many steps. Use smaller lists or fewer loops.")

    def spend_text(self, length: int) -> None:
        """Pay for a text of this many characters that is about to be made."""
        if length > MAX_TEXT:
            raise FeelLimitExceeded(f"The expression makes a text longer than {MAX_TEXT:,} characters.")
        self.spend(length // CHARACTERS_PER_STEP)

    def spend_list(self, length: int) -> None:
        """Pay for a list of this many elements that is about to be made."""
        self.check_list(length)
        self.spend(length)

    @staticmethod
    def check_list(length: int) -> None:
        """Refuse a list of so many elements. Raises FeelLimitExceeded."""
        if length > MAX_LIST:
            raise FeelLimitExceeded(f"The expression makes a list of more than {MAX_LIST:,} elements.")

    def enter(self) -> None:
        """A function is called."""
        self.calls += 1
        if self.calls > MAX_CALLS:
            raise FeelLimitExceeded(f"More than {MAX_CALLS} functions call each other. Is one calling itself?")

    def leave(self) -> None:
        """A function returns."""
        self.calls -= 1
