"""What can go wrong in this room: one class for each mishap, its docstring is what the reader sees."""

from webapp.accounts.models import Person
from webapp.cases.errors import CasesError


class WayMissing(CasesError):
    """Select how they take part"""


class NotTheirAddress(CasesError):
    """This address is somebody else’s in this case. Ask the young person for an address that is theirs alone."""


class HowMissing(CasesError):
    """Select how they told you"""


class DayMissing(CasesError):
    """Enter the day on which they told you: today, or an earlier day"""


class AboutSomebody(CasesError):
    """What is missing about one person."""

    def __init__(self, person: Person) -> None:
        super().__init__(person.reference)
        self.name, self.reference = person.name, person.reference


class NotYetSaid(AboutSomebody):
    """Select what {name} may see"""


class NotYetDecided(AboutSomebody):
    """Select what {name} sees from now on"""


class NothingWasSaid(AboutSomebody):
    """The young person has not said anything about {name}, so their access goes on. Nobody is cut off by silence."""


class ReasonMissing(AboutSomebody):
    """Say why: it is not what the young person said about {name}"""
