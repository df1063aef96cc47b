"""One module per component type; what the form calls "type" -> the class that reads, checks and shows it."""

from forms.components.base import Component, Field, View
from forms.components.checkbox import Checkbox
from forms.components.date import DateField
from forms.components.radio import Radio
from forms.components.text import Text
from forms.components.textarea import TextArea
from forms.components.textfield import TextField

KINDS: dict[str, type[Component]] = {
    kind.KIND: kind for kind in (Checkbox, DateField, Radio, Text, TextArea, TextField)
}

__all__ = ["KINDS", "Component", "Field", "View"]
