"""Officers' tasks that are done on a page of their own (property `page`), for whoever has claimed one."""

from collections.abc import Callable

from flask import redirect, url_for
from werkzeug import Response

from engine import NotYours, Record, UserTaskNotFound
from webapp.cases import case_file
from webapp.cases.opening import Opening
from webapp.portal import Services
from webapp.views.identity import actor, my_account, portal


def task_on(services: Services, task_id: int, page: str) -> Record:
    """A task that is done on this page. Raises UserTaskNotFound, and what the engine does."""
    found = services.engine.user_tasks.get(task_id, for_=actor(services))
    if found.page != page:
        raise UserTaskNotFound
    return found


def claimed(services: Services, task_id: int, page: str) -> Record:
    """One that the reader has claimed. Raises NotYours besides."""
    task = task_on(services, task_id, page)
    if task.assignee != actor(services).id:
        raise NotYours
    return task


def open_case(services: Services, task: Record, *, what: str) -> Opening:
    """The case of a task, for whoever does it; noted. Raises CaseNotFound, GuardRefuses, NeedsReason, OnlyToRead."""
    return case_file.open_to_change(services, my_account(services), task.business_key, by=actor(services), what=what)


def to_claimant(task_id: int, page: str, show: Callable[[Services, Record], str]) -> str | Response:
    """The page for whoever has claimed it; others are led to the task."""
    with portal().work() as services:  # looking is written down
        task = task_on(services, task_id, page)
        if task.assignee != actor(services).id:
            return redirect(url_for("tasks.task", task_id=task_id))
        return show(services, task)
