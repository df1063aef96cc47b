"""Pages that open a child's record or a file of it: `@record` stands under the permission, and counts them.

@blueprint.get("/cases/<reference>")
@signed_in
@record
def case(reference: str) -> str: ...
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from webapp.accounts import reads
from webapp.accounts.people import FAMILY
from webapp.views.identity import actor, me, portal

View = Callable[..., Any]


def record(view: View) -> View:
    """Whoever works with records opens so many of them in a minute, and no more; raises TooManyRecords."""

    @wraps(view)
    def guarded(*args: Any, **values: Any) -> Any:
        if me().kind != FAMILY:  # who has one or two children is counted by nobody
            _count()
        return view(*args, **values)

    return guarded


def _count() -> None:
    """In a transaction of its own: a count that is refused stands all the same."""
    with portal().work() as services:
        refused = reads.count(services.accounts.desk, me().reference)
        if refused and refused.first:
            services.engine.history.record(me().reference, "records refused", by=actor(services))
    if refused:
        raise refused.why
