"""Addresses to come back to: only pages of this site, whatever was given."""

from flask import current_app, request
from werkzeug.exceptions import HTTPException


def page_of_ours(address: str) -> str:
    """The address, if a page of this site answers there; "" for anything else."""
    try:
        current_app.create_url_adapter(request).match(address.partition("?")[0], method="GET")  # type: ignore[union-attr]
    except HTTPException:
        return ""
    return address
