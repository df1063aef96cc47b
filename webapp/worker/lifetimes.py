"""What begins by itself at an age: each once for a case."""

from webapp.coming_of_age import sweeping as coming_of_age
from webapp.portal import Portal
from webapp.transfers import sweeping as transfers
from webapp.worker.batches import go_through


def sweep(portal: Portal) -> None:
    """Begin it in every case in which it is time."""
    go_through(portal, coming_of_age.due, coming_of_age.begin)
    go_through(portal, transfers.due, transfers.begin)
