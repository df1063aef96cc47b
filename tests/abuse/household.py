"""A family of two parents with one case between them, and officers who know nobody in it."""

from io import BytesIO

from tests.abuse.site import RealSite
from tests.webapp.cases.conftest import DAD, SAM, Play, visible
from webapp.cases import documents
from webapp.worker import Worker

AREA = "Carlisle"


class Household:
    """Its surname is its own: nobody else's, so that it is nobody's relative."""

    def __init__(self, site: RealSite, surname: str) -> None:
        self.site, self.surname = site, surname
        self.play = Play(site.portal, None)  # type: ignore[arg-type]  # no day passes here
        self.mother, self.father = (self.parent(name) for name in ("Ada", "Ben"))
        self.officer = self.staff("Orla", last_name=f"{surname}apart")

    def parent(self, name: str) -> str:
        """Somebody of this family with an account; the email address."""
        email = self.site.person(name, last_name=self.surname)
        self.lives_at(email, f"5 {self.surname} Close", "CA11 5QQ")
        return email

    def lives_at(self, email: str, street: str, postcode: str) -> None:
        """Where somebody has their home from now on."""
        with self.site.portal.work() as services:
            person = services.accounts.people.by_email(email)
            assert person
            person.area, person.address_lines, person.postcode = AREA, [street, "Penrith"], postcode

    def staff(self, name: str, *, last_name: str, group: str = "send_admin", area: str = "") -> str:
        """Somebody who works for the council, in one area or all; the email address."""
        email = self.site.person(name, last_name=last_name, kind="staff")
        with self.site.portal.work() as services:
            person = services.accounts.people.by_email(email)
            assert person
            areas = (area,) if area else ()
            services.accounts.memberships.grant(person, group, origin="test", areas=areas)
        return email

    def asks(self, email: str, *, father: bool = False) -> str:
        """A parent asks to see Sam's record; the request's reference."""
        answers = {**(DAD if father else SAM), "child_last_name": self.surname}
        return self.play.ask(self.site.reference(email), answers)

    def opened(self) -> str:
        """The case, open to both parents; its reference."""
        officer = self.site.reference(self.officer)
        self.play.approve(officer, self.asks(self.mother))
        case = visible(self.site.portal, self.site.reference(self.mother))[0].reference
        self.play.approve(officer, self.asks(self.father, father=True), child_id=self.play.child_of(case))
        return case

    def party(self, email: str) -> str:
        """Id of this parent's place in the case."""
        return self.play.party(self.site.reference(email)).id

    def gives(self, case: str, email: str, name: str, data: bytes) -> str:
        """A file that a parent gave to the case; its address."""
        portal = self.site.portal
        with portal.work() as services:
            owner = services.accounts.people.by_email(email)
            assert owner
            made = documents.add(services, portal.uploads, owner, name=name, stream=BytesIO(data))
            documents.give(services, owner, [made.id], case)
        Worker(portal).once()  # it is scanned
        return f"/documents/{made.id}"
