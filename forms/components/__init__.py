"""One module per component type: each reads, checks and shows its own, with a template of its name."""

from importlib import import_module
from pkgutil import iter_modules

from forms.components.base import KINDS, Component, View
from forms.components.field import Field
from forms.components.filepicker import FilePicker

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")  # each kind registers itself

__all__ = ["KINDS", "Component", "Field", "FilePicker", "View"]
