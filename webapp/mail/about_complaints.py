"""Mail about complaints about personal data: that there is one, or that nobody has said we have it; nobody is named."""

from webapp.cases.desk import today
from webapp.keeping import complaints, deciding
from webapp.keeping.models import DataComplaint
from webapp.portal import Services
from webapp.presenters.words import day
from webapp.service_tasks import MAIL

TO = ", ".join(sorted(deciding.GROUPS))


def has_come(services: Services, complaint: DataComplaint) -> None:
    """To whoever complains by email, which acknowledges it, and to those of us who answer it."""
    if complaint.email:
        payload = {"notice": complaints.BY_MAIL, "to_complainant": complaint.id}
        key = f"{complaints.BY_MAIL}:{complaint.id}"
        services.engine.effects.defer(MAIL, key=key, business_key=complaint.reference, payload=payload)
    _tell(services, "data_complaint_has_come" if complaint.email else "data_complaint_to_acknowledge", complaint)


def about_waiting(services: Services, complaint_id: str) -> None:
    """That its last day is near, or over: once for each, however often a sweep asks."""
    complaint = services.session.get_one(DataComplaint, complaint_id)
    late = today(services) > complaint.acknowledge_by
    _tell(services, "data_complaint_late" if late else "data_complaint_near", complaint)


def _tell(services: Services, notice: str, complaint: DataComplaint) -> None:
    payload = {"notice": notice, "to": TO, "values": {"due": day(complaint.acknowledge_by)}}
    key = f"{notice}:{complaint.id}"
    services.engine.effects.defer(MAIL, key=key, business_key=complaint.reference, payload=payload)
