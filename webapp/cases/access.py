"""The door for asking to see a record: the person's side, and the officer's."""

from webapp.cases.matching import Candidate, candidates, match
from webapp.cases.requests import request
from webapp.cases.reviewing import Review, review
from webapp.cases.standing import OwnRequest, requests_of

__all__ = ["Candidate", "OwnRequest", "Review", "candidates", "match", "request", "requests_of", "review"]
