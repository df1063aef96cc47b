"""The pages of a form, for whoever serves one: a page, the check of all answers, and what the buttons do."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, BinaryIO, cast

from flask import abort, redirect, render_template, request
from werkzeug import Response
from werkzeug.datastructures import FileStorage

import forms
from engine import Actor, Outdated, Record
from webapp.accounts import throttling
from webapp.accounts.throttling import Bucket
from webapp.cases import documents, file_names, reading
from webapp.cases.errors import DocumentRefused
from webapp.cases.models import Document
from webapp.form_pages import Entries, FormHost, FormPlace, FormRun, names_child
from webapp.portal import Services
from webapp.views.identity import portal

CHECK = "check"
LONGEST_VERSION = 9  # digits
OWN_NAMES = ("csrf_token", "action", "version", "back_to")
ELSEWHERE = "This page was saved in another window in the meantime. Check what stands here, then continue."
Answer = str | Response | tuple[str, int]
Finish = Callable[[dict[str, Any]], str]


def host(services: Services) -> FormHost:
    """What forms are handed on this site."""
    return FormHost(services, tuple(portal().config.areas))


def form_of(services: Services, task: Record, form_id: str = "") -> bytes:
    """A form of the version on which the task's instance runs; the task's own unless another is named."""
    instance = services.engine.instances.get(task.instance_id)
    return services.engine.deployments.definition(instance.deployment_id).form(form_id or task.form)


def run_of(services: Services, task: Record, who: Actor) -> FormRun:
    """The form of a task, with what this person has typed so far."""
    form, key = form_of(services, task), task.business_key
    own, child = reading.is_own(services, who, key), called(services, form, key)
    where = FormPlace(place=f"task:{task.id}", owner=who, form=form, young_person=own, child=child)
    return FormRun(host(services), where)


def called(services: Services, form: bytes, reference: str) -> str:
    """The name of the case's child, where the form says it."""
    return reading.called(services, reference) if names_child(form) else ""


@dataclass(frozen=True, kw_only=True)
class Steps:
    """How one form is shown: its addresses and words."""

    url: Callable[[str], str]  # slug -> address
    caption: str
    leave: str  # where "Save and come back later" goes
    send_words: str
    what_next: str = ""
    saving: bool = False  # whether "Save and come back later" is offered
    until: datetime | None = None  # the last moment to send it, if there is one
    private_words: str = "Only the council sees this. It is not shown to other family."
    reminder: str = ""  # stands above the questions: what whoever writes must not forget
    take_back: bool = False  # whether the buttons take the task again: the reader has it no longer
    owner: documents.Owner | None = None  # whose documents are uploaded; nobody: the form takes none


def serve(run: FormRun, steps: Steps, slug: str, *, finish: Finish) -> Answer:
    """Answer a GET or POST of one page; `finish` takes the answers and gives the address to go on to."""
    if slug == CHECK:
        return _send(run, steps, finish) if request.method == "POST" else _check(run, steps)
    page = next((page for page in run.bind(run.entries).pages if page.slug == slug), None)
    if page is None:
        abort(404)
    return _answer(run, steps, page) if request.method == "POST" else _show(run, steps, page, run.entries, [], 200)


def beginning(run: FormRun) -> str:
    """Slug of the page to begin at, or to go on at: the first that is not right yet, else the check."""
    return _first_fault(run) or CHECK if run.version else run.definition.pages[0].slug


def keep(run: FormRun, steps: Steps, slug: str, *, why: str, take_back: bool) -> Answer:
    """The posted page again with what was typed, for somebody who may not save it now; nothing is written.

    `why` is said on top; with `take_back` a button takes the task again and goes on.
    """
    page = next((page for page in run.bind(run.entries).pages if page.slug == slug), None)
    if page is None:
        return redirect(steps.leave)
    taken = run.accept(page, _posted(), {})
    first = forms.FieldError(field_id=page.fields[0].lands(page.fields[0].key), message=why)
    return _show(run, replace(steps, take_back=take_back), page, taken.entries, [first], 409)


def _posted() -> dict[str, list[str]]:
    return {name: values for name, values in request.form.lists() if name not in OWN_NAMES}


def _answer(run: FormRun, steps: Steps, page: forms.Page) -> Answer:
    uploads, refused = _uploaded(run, steps, page)
    taken = run.accept(page, _posted(), uploads)
    try:
        run.save(taken.entries, _version())
    except Outdated:
        elsewhere = forms.FieldError(field_id=page.fields[0].lands(page.fields[0].key), message=ELSEWHERE)
        return _show(run, steps, page, taken.entries, [elsewhere], 409)
    _let_go(run, steps, taken.removed)
    if refused:
        return _show(run, steps, page, taken.entries, refused, 422)
    if taken.stay_at:
        return redirect(f"{steps.url(page.slug)}{_back_to()}#{taken.stay_at}")
    if request.form.get("action") == "save":
        return redirect(steps.leave)
    if errors := run.bind(taken.entries, page).errors:
        return _show(run, steps, page, taken.entries, list(errors), 422)
    return redirect(steps.url(_next(run, page, taken.entries)))


def _show(
    run: FormRun, steps: Steps, page: forms.Page, entries: Entries, errors: list[forms.FieldError], status: int
) -> tuple[str, int]:
    shown = [each.slug for each in run.bind(entries).pages]
    number = shown.index(page.slug)
    html = render_template(
        "forms/page.html",
        page=run.render(page, entries, errors),
        errors=errors,
        version=run.version,
        steps=steps,
        slug=page.slug,
        back=steps.url(shown[number - 1]) if number else "",
        number=number + 1,
        total=len(shown),
        saved_at=run.saved_at,
        now=run.host.services.now,
    )
    return html, status


def _check(run: FormRun, steps: Steps) -> Answer:
    if slug := _first_fault(run):
        return redirect(steps.url(slug))
    back = steps.url(run.bind(run.entries).pages[-1].slug)
    return render_template("forms/check.html", sections=run.sections(), steps=steps, back=back)


def _send(run: FormRun, steps: Steps, finish: Finish) -> Answer:
    if request.form.get("action") == "save":
        return redirect(steps.leave)
    if slug := _first_fault(run):
        return redirect(steps.url(slug))
    return redirect(finish(dict(run.bind(run.entries).answers)))


def _first_fault(run: FormRun) -> str | None:
    """Slug of the first page that is not right yet; nobody gets past it by typing an address."""
    errors = run.bind(run.entries).errors
    return errors[0].page_slug if errors else None


def _next(run: FormRun, page: forms.Page, entries: Entries) -> str:
    """The next page; the check when there is none, or when that is where the reader came from."""
    bound = run.bind(entries)
    if request.values.get("back_to") == CHECK and not bound.errors:
        return CHECK
    slugs = [each.slug for each in bound.pages]
    after = slugs[slugs.index(page.slug) + 1 :]
    return after[0] if after else CHECK


def _uploaded(run: FormRun, steps: Steps, page: forms.Page) -> tuple[dict[str, list[str]], list[forms.FieldError]]:
    """Ids of the documents of this post by field, and what is said about those that were not taken."""
    pickers = {field.key: field for field in page.fields if isinstance(field, forms.FilePicker)}
    uploads: dict[str, list[str]] = {}
    refused: list[forms.FieldError] = []
    sent = [(key, file) for key, files in request.files.lists() for file in files if file.filename]
    for key, file in sent:
        if key not in pickers or steps.owner is None:
            raise forms.UndeclaredField(key)
        taken = _take_in(run, steps.owner, pickers[key], file)
        if isinstance(taken, str):
            refused.append(forms.FieldError(key, taken, key, page.slug))
        else:
            uploads.setdefault(key, []).append(taken.id)
    return uploads, refused


def _take_in(run: FormRun, owner: documents.Owner, picker: forms.FilePicker, file: FileStorage) -> Document | str:
    """The document, or why it is not taken."""
    name = file.filename or ""
    if not picker.accepts(name):
        return picker.refusal()
    if refused := throttling.count(run.host.services.accounts.desk, [Bucket("upload.owner", owner.id)]):
        return str(refused)
    try:
        return documents.add(run.host.services, portal().uploads, owner, name=name, stream=cast(BinaryIO, file.stream))
    except DocumentRefused as reason:
        return f"{file_names.clean(name)}: {reason}"


def _let_go(run: FormRun, steps: Steps, ids: tuple[str, ...]) -> None:
    for document_id in ids if steps.owner else ():
        documents.remove(run.host.services, steps.owner, document_id)  # type: ignore[arg-type]


def _version() -> int:
    """What the page was made of; 0 for what no page of ours can have held."""
    text = request.form.get("version", "0")
    return int(text) if text.isdecimal() and len(text) <= LONGEST_VERSION else 0


def _back_to() -> str:
    return f"?back_to={CHECK}" if request.values.get("back_to") == CHECK else ""
