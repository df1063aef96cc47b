"""The door of the contributions room: who was asked, what everybody has given, and who may read it."""

from webapp.contributions.asking import whose, withdraw
from webapp.contributions.reading import Awaited, ForFamily, Given, for_family

__all__ = ["Awaited", "ForFamily", "Given", "for_family", "whose", "withdraw"]
