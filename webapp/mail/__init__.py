"""Mail: notices, written as mails after the commit, and posted by the council's server or by GOV.UK Notify."""

from webapp.mail.posting import Mailbox, compose

__all__ = ["Mailbox", "compose"]
