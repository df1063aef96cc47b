"""What this room does for drawings: job types by name."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, Protocol

from engine import Actor, Job, Registry
from webapp.cases.desk import Desk
from webapp.cases.service_tasks import AccountsOf, desk_of
from webapp.letters import anew, certifying, preparing, serving
from webapp.letters.models import Letter
from webapp.letters.serving import Tell

Release = Callable[[Desk, Iterable[Letter]], None]


class Ask(Protocol):
    """Asks the readers of letters that have gone what they think of the draft that goes with them."""

    def __call__(self, desk: Desk, letters: Iterable[Letter], *, by: Actor) -> None: ...


def register(registry: Registry, accounts_of: AccountsOf, tell: Tell, release: Release, ask: Ask) -> None:
    """Add this room's job types; `release` lets readers see what goes with letters that are signed anew."""
    _letters(registry, accounts_of, tell)
    _anew(registry, accounts_of, tell, release, ask)


def _letters(registry: Registry, accounts_of: AccountsOf, tell: Tell) -> None:
    @registry.register("prepare-letters")
    def prepare_letters(job: Job) -> Mapping[str, Any]:
        preparing.prepare(
            desk_of(job.desk, accounts_of),
            job.business_key,
            job.headers["notice"],
            instance_id=job.instance_id,
            deployment_id=job.deployment_id,
            given={name: str(value) for name, value in job.inputs.items()},
        )
        return {}

    @registry.register("prepare-letters-by-post")
    def prepare_letters_by_post(job: Job) -> Mapping[str, Any]:
        desk, reference, notice = desk_of(job.desk, accounts_of), job.business_key, job.headers["notice"]
        ids = {"instance_id": job.instance_id, "deployment_id": job.deployment_id}
        return {"by_post": preparing.prepare_by_post(desk, reference, notice, **ids)}

    @registry.register("serve-letters")
    def serve_letters(job: Job) -> Mapping[str, Any]:
        desk, notice = desk_of(job.desk, accounts_of), job.headers["notice"]
        serving.serve(desk, job.business_key, notice, instance_id=job.instance_id, by=job.by, tell=tell)
        return {}

    @registry.register("note-certificate")
    def note_certificate(job: Job) -> Mapping[str, Any]:
        desk, dated = desk_of(job.desk, accounts_of), date.fromisoformat(str(job.inputs["dated"]))
        last = certifying.note(desk, job.business_key, about=str(job.inputs["about"]), dated=dated, by=job.by)
        return {"due_on": last.isoformat()}

    @registry.register("take-letter-to-post")
    def take_letter_to_post(job: Job) -> Mapping[str, Any]:
        serving.take_to_post(desk_of(job.desk, accounts_of), job.business_key, job.instance_id)
        return {}


def _anew(registry: Registry, accounts_of: AccountsOf, tell: Tell, release: Release, ask: Ask) -> None:
    @registry.register("note-letter-back")
    def note_letter_back(job: Job) -> Mapping[str, Any]:
        return anew.follows(desk_of(job.desk, accounts_of), job.business_key, job.instance_id)

    @registry.register("prepare-letter-again")
    def prepare_letter_again(job: Job) -> Mapping[str, Any]:
        anew.prepare_again(desk_of(job.desk, accounts_of), job.business_key, job.instance_id)
        return {}

    @registry.register("serve-letter-again")
    def serve_letter_again(job: Job) -> Mapping[str, Any]:
        desk = desk_of(job.desk, accounts_of)
        letters = anew.signed(desk, job.instance_id)
        release(desk, letters)
        for notice in dict.fromkeys(each.notice for each in letters):
            serving.serve(desk, job.business_key, notice, instance_id=job.instance_id, by=job.by, tell=tell)
        ask(desk, letters, by=job.by)
        return {}
