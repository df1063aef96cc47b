"""Why a page does not open for somebody; its docstring is the sentence that is shown."""


class StaffOnly(Exception):
    """This page is for the council's staff."""


class AdministratorsOnly(StaffOnly):
    """This page is for administrators."""


class NoTicket(Exception):
    """This page is opened by a link that we send, and the link has run out or was not complete."""
