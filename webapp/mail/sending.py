"""Performs effects of the kind `mail`: writes at this moment, posts outside of every transaction."""

from engine import Record
from webapp.accounts import bounces
from webapp.mail.faults import AddressRefused
from webapp.mail.posting import post
from webapp.mail.writer import mails
from webapp.portal import Portal


class SendMail:
    """One mail for each reader; the same effect gives the same Message-IDs."""

    def __init__(self, portal: Portal) -> None:
        self._portal, self._post = portal, post(portal.config)

    def perform(self, effect: Record) -> None:
        """Raises MailFault, NoticeFault."""
        with self._portal.look() as services:
            written = mails(services, self._portal.config, effect)
        for mail in written:
            try:
                self._post.send(mail)
            except AddressRefused:
                self._mark(str(mail["To"]))

    def _mark(self, email: str) -> None:
        """It would be refused each time: its owner and officers are told instead."""
        with self._portal.work() as services:
            bounces.mark(services.accounts.desk, email)
