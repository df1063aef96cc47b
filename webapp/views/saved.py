"""Files that the portal makes: to be saved, never shown inside the site."""

from flask import Response


def saved(data: bytes, name: str, *, kind: str = "application/pdf") -> Response:
    """A file of this name; what is not said to be something else is a PDF."""
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
