"""The door for asking to see a record: the person's side, and the officer's."""

from webapp.cases.matching import Candidate, candidates, match
from webapp.cases.requests import request, require_starter
from webapp.cases.reviewing import Review, review
from webapp.cases.standing import OwnPage, OwnRequest, own, requests_of

__all__ = [
    "Candidate",
    "OwnPage",
    "OwnRequest",
    "Review",
    "candidates",
    "match",
    "own",
    "request",
    "requests_of",
    "require_starter",
    "review",
]
