"""The door for asking to see a record: the person's side, and the officer's."""

from webapp.cases.matching import Candidate, candidates, match
from webapp.cases.requests import request

__all__ = ["Candidate", "candidates", "match", "request"]
