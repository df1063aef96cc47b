"""A form with every kind of component, and what somebody might have typed into it."""

import forms
from tests.forms.conftest import component, form_bytes, group

REQUIRED = {"required": True}
MARKDOWN = "Some **words** first. [A link](/privacy).\n\n- one\n- two\n\n## A heading\n\n> Words that matter."
WAYS = [{"label": "Answer here", "value": "here"}, {"label": "Talk to us", "value": "talk"}]
PEOPLE = {
    "type": "dynamiclist",
    "id": "Rows_people",
    "path": "people",
    "label": "Person",
    "description": "Everybody who knows you.",
    "properties": {"list.min": "1", "list.max": "4"},
    "components": [
        component("textfield", "person", "Name", validate=REQUIRED, properties={"private": "true"}),
        component("radio", "area", "Area", valuesKey="areas", validate=REQUIRED),
        component("textfield", "island", "Island", conditional={"hide": '=area != "south"'}),
        component("datetime", "since", "Since when? (optional)"),
    ],
}
GALLERY = form_bytes(
    group(
        "Your way",
        component("radio", "way", "How will you tell us?", values=WAYS, validate=REQUIRED, description="Each counts."),
    ),
    group("Good", component("textarea", "good", "What are you good at?", validate={"maxLength": 2000})),
    group(
        "About you",
        component("text", text=MARKDOWN),
        component("textfield", "name", "Full name", validate=REQUIRED, properties={"autocomplete": "name"}),
        component("textfield", "email", "Email", validate={"validationType": "email"}, description="We write there."),
        component(
            "textfield", "postcode", "Postcode", validate={"pattern": "^[A-Z]+[0-9]+$"}, properties={"width": "10"}
        ),
        component("number", "reports", "How many reports?", validate={"min": 0, "max": 20}, properties={"width": "3"}),
        component("datetime", "dob", "Date of birth", validate=REQUIRED, properties={"autocomplete": "bday"}),
        component("separator"),
        component("checklist", "parts", "Which parts?", valuesKey="areas", validate=REQUIRED),
        component("select", "role", "Role", valuesKey="areas"),
        component("textarea", "more", "More words (optional)"),
        component("checkbox", "agreed", "I agree", validate=REQUIRED, description="You can change it later."),
        conditional={"hide": '=way = "talk"'},
    ),
    group(
        "People and papers",
        PEOPLE,
        component("filepicker", "papers", "Your papers", multiple=True, accept=".pdf,.jpg", validate=REQUIRED),
        component("filepicker", "photo", "A photo of you (optional)", accept=".jpg"),
    ),
    group("When", component("datetime", "day", "When did it happen?", validate=REQUIRED)),
)
TYPED = {
    "way": ["here"],
    "name": ["Jo <b>Bell</b>"],
    "email": ["jo@"],
    "dob-day": ["31"],
    "dob-month": ["2"],
    "dob-year": ["2015"],
    "people-rows": ["2"],
    "people-0-person": ["Ann"],
    "people-1-area": ["south"],
    "papers": ["d1", "d2"],
    "photo": ["d3"],
    "role": ["south"],
}


def gallery() -> forms.FormDefinition:
    return forms.parse(GALLERY)
