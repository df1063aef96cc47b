"""Why a mail did not leave, in words for an administrator that name nobody."""

from inspect import cleandoc


class MailFault(Exception):
    """The mail did not leave."""

    def __str__(self) -> str:
        return cleandoc(type(self).__doc__ or "").format_map(vars(self))


class MailServerAway(MailFault):
    """The mail server cannot be reached, or takes too long. See that it runs and that `mail` names it."""


class MailRefused(MailFault):
    """The mail server did not take the mail and answered {code}. Its own log says why."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class AddressRefused(MailFault):
    """The mail server refuses the address for good and answered {code}: there is no such mailbox."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code
