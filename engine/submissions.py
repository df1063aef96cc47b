"""Submissions: the answers of each completed form, kept for good and never changed."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Connection

from engine.actor import Actor
from engine.drawing import Element
from engine.models import Record, submission
from engine.sizes import refuse_excess
from engine.sql import send_row


class Submissions:
    """Submissions of one session."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection, self._now = connection, now

    def keep(
        self, instance: Record, element: Element, answers: Mapping[str, Any], by: Actor, *, form: str = ""
    ) -> None:
        """Keep the answers of one completed form: the element's own unless another was chosen. Raises TooLarge."""
        refuse_excess("These answers are", answers)
        send_row(
            self._connection,
            submission,
            instance_id=instance.id,
            business_key=instance.business_key,
            element_id=element.id,
            form=form or element.form,
            answers=dict(answers),
            submitted_by=by.id,
            submitted_by_name=by.name,
            submitted_at=self._now,
        )

    def of(self, business_key: str, *, instance_id: int | None = None, forms: Collection[str] = ()) -> list[Record]:
        """All answers given under a business key, or in one instance of it, or to these forms; oldest first."""
        query = select(submission).where(submission.c.business_key == business_key)
        if instance_id is not None:
            query = query.where(submission.c.instance_id == instance_id)
        if forms:
            query = query.where(submission.c.form.in_(forms))
        return list(self._connection.execute(query.order_by(submission.c.id)))

    def latest(self, instance_id: int, form_id: str) -> Mapping[str, Any]:
        """The newest answers to a form in one instance; empty when there are none."""
        query = select(submission.c.answers).where(
            submission.c.instance_id == instance_id, submission.c.form == form_id
        )
        return self._connection.scalar(query.order_by(submission.c.id.desc()).limit(1)) or {}
