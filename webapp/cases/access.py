"""The door for asking to see a record: the person's side, and the officer's."""

from webapp.cases.matching import Candidate, candidates, match, search, unread_of
from webapp.cases.queue import Asking, asking
from webapp.cases.requests import child_asked, request, require_starter
from webapp.cases.restrictions import Told
from webapp.cases.reviewing import Review, acknowledge, require_apart, require_rights, review, unread
from webapp.cases.standing import OwnPage, OwnRequest, own, requests_of
from webapp.cases.wanted import Wanted

__all__ = [
    "Asking",
    "Candidate",
    "OwnPage",
    "OwnRequest",
    "Review",
    "Told",
    "Wanted",
    "acknowledge",
    "asking",
    "candidates",
    "child_asked",
    "match",
    "own",
    "request",
    "requests_of",
    "require_apart",
    "require_rights",
    "require_starter",
    "review",
    "search",
    "unread",
    "unread_of",
]
