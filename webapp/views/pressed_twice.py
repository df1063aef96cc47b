"""A task's last button that the same person presses twice: the second press leads on like the first."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from flask import flash, redirect, request, url_for

from engine import Outdated, Record, UserTaskDone
from webapp.accounts.people import STAFF
from webapp.cases.errors import NotToBeMatched
from webapp.views import form_steps
from webapp.views.identity import actor, me, portal

View = Callable[..., Any]
TOO_LATE = (Outdated, UserTaskDone, NotToBeMatched)  # the last: between two looks at it, another press was faster
TWICE = timedelta(minutes=1)  # so long after the first time it was one and the same press


def leads_on(view: View) -> View:
    """For a page of a task, under its permission: what its reader has done a moment ago is not refused to them."""

    @wraps(view)
    def guarded(task_id: int, **values: Any) -> Any:
        try:
            return view(task_id, **values)
        except TOO_LATE:
            last = request.method == "POST" and values.get("slug", form_steps.CHECK) == form_steps.CHECK
            if last and (done := done_just_now(task_id)):
                return redirect(done)
            raise

    return guarded


def done_just_now(task_id: int) -> str:
    """Where the reader goes on who has pressed the button twice; "" if it was somebody else, or long ago."""
    with portal().look() as services:
        done = services.engine.user_tasks.completed(task_id, by=actor(services), since=services.now - TWICE)
    return onwards(done) if done else ""


def onwards(done: Record) -> str:
    """Where the reader goes on who has done this task, and is told so there."""
    flash(f"Done: {done.name}." if me().kind == STAFF else "We have what you sent. Thank you.")
    return url_for("home.home")
