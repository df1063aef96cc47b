"""What became of mails, as GOV.UK Notify tells it: addresses that it cannot reach are marked."""

from typing import Any

from flask import Blueprint, request
from flask.blueprints import BlueprintSetupState

from webapp.accounts import bounces
from webapp.views.identity import portal
from webapp.views.permission import mail_service

blueprint = Blueprint("receipts", __name__)
FOR_GOOD = "permanent-failure"


@blueprint.post("/mail/receipts")
@mail_service
def receipt() -> tuple[str, int]:
    """One receipt; whatever else it says than that an address is lost for good changes nothing."""
    told: Any = request.get_json(silent=True)
    if not isinstance(told, dict):
        return "", 400
    email = told.get("to")
    if told.get("status") == FOR_GOOD and told.get("notification_type") == "email" and isinstance(email, str):
        with portal().work() as services:
            bounces.mark(services.accounts.desk, email)
    return "", 204


@blueprint.record
def _without_forms_token(state: BlueprintSetupState) -> None:
    """A server has no page of ours to take it from; its bearer token stands for it."""
    state.app.extensions["csrf"].exempt(receipt)
