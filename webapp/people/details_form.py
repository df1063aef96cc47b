"""One's own details as questions: those of the registration form, a few at a time, with what the account holds."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import forms
from webapp.accounts import PersonDetails
from webapp.form_pages import Entries, FormHost, parsed
from webapp.portal import Services

PROCESS = "registration"
ADDRESS_LINES = ("address_line_1", "address_line_2", "town")
TELEPHONES = ("phone_1", "phone_2", "phone_3")


@dataclass(frozen=True)
class Part:
    """What is asked on one page: its heading and the questions, by their keys in the registration form."""

    heading: str
    keys: tuple[str, ...]
    saved: str  # what the reader is told afterwards
    told: str = ""  # what has changed, in the words of the mail to the owner; "": no mail


PARTS = {
    "name": Part("Your name", ("title", "first_name", "last_name"), "Your name is saved.", "name"),
    "address": Part("Where you live", (*ADDRESS_LINES, "postcode", "area"), "Your address is saved.", "address"),
    "phones": Part("How to reach you", TELEPHONES, "Your phone numbers are saved.", "phone numbers"),
    "services": Part("Services you use", ("services_used",), "The services that you use are saved."),
}


@dataclass(frozen=True)
class DetailsPage:
    """The page of one part."""

    host: FormHost
    definition: forms.FormDefinition

    @property
    def page(self) -> forms.Page:
        """The only one."""
        return self.definition.pages[0]

    def entries(self, details: PersonDetails) -> Entries:
        """What stands in the fields before anything is typed."""
        return forms.entries_of(self.definition, answers_of(details))

    def taken(self, posted: Entries) -> Entries:
        """What was typed. Raises UndeclaredField."""
        return forms.accept(self.definition, self.page, {}, posted, **self.host.given).entries

    def bind(self, entries: Entries) -> forms.Binding:
        """What it means, and what is wrong with it."""
        return forms.bind(self.definition, entries, **self.host.given)

    def render(self, entries: Entries, errors: tuple[forms.FieldError, ...] = ()) -> forms.RenderedPage:
        """The fields."""
        return forms.render_page(self.definition, self.page, entries, errors, **self.host.given)


def details_page(services: Services, areas: tuple[str, ...], part: str) -> DetailsPage:
    """The questions of a part, as the registration form that is deployed now asks them."""
    drawn = services.engine.deployments.current(PROCESS)
    asked = parsed(drawn.form(drawn.drawing.start().form))
    wanted = PARTS[part]
    questions = tuple(field for field in asked.fields if field.key in wanted.keys)
    page = forms.Page(id=part, slug=part, heading=wanted.heading, components=questions)
    return DetailsPage(FormHost(services, areas), replace(asked, pages=(page,)))


def answers_of(details: PersonDetails) -> dict[str, Any]:
    """Details as answers to the registration form."""
    *lines, town = details.address_lines or ("",)
    return {
        "title": details.title,
        "first_name": details.first_name,
        "last_name": details.last_name,
        "address_line_1": next(iter(lines), ""),
        "address_line_2": ", ".join(lines[1:]),
        "town": town,
        "postcode": details.postcode,
        "area": details.area,
        **dict(zip(TELEPHONES, (*details.telephones, "", "", ""), strict=False)),
        "services_used": list(details.services),
    }


def details_from(answers: Mapping[str, object], *, email: str) -> PersonDetails:
    """Answers to the registration form as details."""

    def text(name: str) -> str:
        return str(answers.get(name) or "")

    used = answers.get("services_used") or []
    return PersonDetails(
        email=email,
        first_name=text("first_name"),
        last_name=text("last_name"),
        title=text("title"),
        address_lines=tuple(text(name) for name in ADDRESS_LINES),
        postcode=text("postcode"),
        area=text("area"),
        telephones=tuple(text(name) for name in TELEPHONES),
        services=tuple(map(str, used)) if isinstance(used, list) else (),
    )
