"""What can go wrong with an account: one class for each mishap, its docstring is what the reader sees.

Verbs that count tries (sign_in, enter_code, resend_code, register, resend_confirmation, ask_for_reset,
change_password, change_details, ask_for_email_change) *return* their failure: raised, it would roll the
count back with the transaction. All other verbs raise.
"""

from dataclasses import dataclass
from inspect import cleandoc


class AccountsError(Exception):
    """Something about this account did not work."""

    def __str__(self) -> str:
        return cleandoc(type(self).__doc__ or "").format_map(vars(self))


class EmailNotValid(AccountsError):
    """Enter an email address in the correct format, like name@example.com."""


class PersonUnknown(AccountsError):
    """There is no such account."""


class EmailTaken(AccountsError):
    """There is already an account with this email address."""


class SameEmail(AccountsError):
    """This is your email address already. Enter the new one."""


class NotForStaff(AccountsError):
    """Your account belongs to your work: ask an administrator to switch it off."""


class NameOfWork(NotForStaff):
    """Your account belongs to your work: ask an administrator to change your name."""


class OwnName(NotForStaff):
    """Nobody changes the name of their own account here. Ask another administrator."""


@dataclass(frozen=True)
class Rule:
    """One part of the password rule: the words of the page's list, and the error when it is broken."""

    key: str
    words: str
    error: str


class PasswordTooWeak(AccountsError):
    """Choose a different password. {needs}"""

    def __init__(self, broken: tuple[Rule, ...]) -> None:
        super().__init__(broken)
        self.broken = broken  # in the order in which the page shows the rules
        self.needs = " ".join(rule.error for rule in broken)


class TooManyAttempts(AccountsError):
    """There were too many tries. Wait {minutes} and try again."""

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self.minutes = "1 minute" if minutes == 1 else f"{minutes} minutes"


class PasswordWrong(AccountsError):
    """This is not the password that you sign in with now. Type it again."""


class SamePassword(AccountsError):
    """Choose another password: this is the one that you have now."""


class TooManyRecords(TooManyAttempts):
    """You have opened {most} records within a minute. Wait a minute, then go on. We have written this down."""

    def __init__(self, most: int) -> None:
        super().__init__(1)
        self.most = most


class CodeMalformed(AccountsError):
    """Enter the 6 digits of the code from our email."""


class CodeWrong(AccountsError):
    """That is not the code from our newest email. {remedy}"""

    no_more = "Ask for a new code."

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.tries_left = tries_left
        times = "once more" if tries_left == 1 else f"{tries_left} more times"
        self.remedy = f"You can try {times}." if tries_left else self.no_more


class AppCodeMalformed(CodeMalformed):
    """Enter the 6 digits that your authenticator app shows."""


class AppCodeWrong(CodeWrong):
    """That is not a code that your app shows now, or it has been used. Wait for the next one. {remedy}"""

    no_more = "You have tried too often: go back and begin again."


class SetUpCodeWrong(AccountsError):
    """That is not the code that belongs to this key. Check the time on your phone, then enter the newest code."""


class RecoveryCodeMalformed(CodeMalformed):
    """Enter one of your recovery codes: 12 letters and numbers, like K7MP-2QRX-9TBD."""


class RecoveryCodeWrong(CodeWrong):
    """That is not one of your newest recovery codes, or it has been used. {remedy}"""

    no_more = "You have tried too often: go back and begin again."


class FactorLocked(CodeWrong):
    """{words}"""

    def __init__(self, wrong: CodeWrong, person_id: str) -> None:
        super().__init__(wrong.tries_left)
        # Says exactly what a wrong answer says: only the owner, by mail, may learn that somebody guessed.
        self.words = str(wrong)
        self.person_id = person_id  # a notice to this person is due


class NothingInItsPlace(AccountsError):
    """Set up an authenticator app or a passkey first. Then it can take the place of the emailed code."""


class CodeExpired(AccountsError):
    """This code has run out: it works for 10 minutes. Ask for a new code."""


class CodeUsed(AccountsError):
    """This code has been used: it works once. Sign in again to get a new one."""


class NoMoreCodes(AccountsError):
    """We have sent as many codes as we can for now. Go back and enter your email and password again."""


class ChallengeUnknown(AccountsError):
    """We lost your place. Go back and enter your email address and password again."""


class PasskeyRefused(AccountsError):
    """This passkey did not work here. Try again, or choose another way."""


class PasskeyWrong(CodeWrong):
    """This passkey did not work here. {remedy}"""

    def __init__(self, tries_left: int) -> None:
        super().__init__(tries_left)
        self.remedy = "Try again or choose another one." if tries_left else "Go back and sign in anew."


class PasskeyExpired(AccountsError):
    """That took too long, or was sent twice. Press the button again."""


class PasskeyKnown(AccountsError):
    """This passkey has been added already."""


class PasskeyUnknown(AccountsError):
    """This is not one of your own passkeys. It may have been removed already."""


class PasskeysFull(AccountsError):
    """You have {most} passkeys. Remove one that you do not use, then add this one."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class NoSuchHelp(AccountsError):
    """There is no such request for help with signing in."""


class LinkUnknown(AccountsError):
    """This link does not work. Check that you opened all of it, or ask for a new one."""


class LinkExpired(AccountsError):
    """This link has run out. Use the link in our newest email, or ask for a new one."""


class LinkUsed(AccountsError):
    """This link has been used: it works once. Ask for a new one."""


class AlreadyConfirmed(LinkUsed):
    """Your email address is confirmed already. You can sign in with it."""


class NewEmailConfirmed(LinkUsed):
    """This email address is confirmed already. Your details say from when on you sign in with it."""


class InvitationUsed(LinkUsed):
    """Your account is ready: this invitation has been used. Sign in with the email address that we wrote to."""


class InvitedHasAccount(LinkUsed):
    """Your email address has an account already, so this invitation makes none. Sign in, or ask who invited you."""


class InvitationWithdrawn(LinkExpired):
    """This invitation has been taken back. Use the link in a newer email from us, or ask who invited you."""


class RegistrationUnknown(AccountsError):
    """We no longer have these details: they were not confirmed in time. Register again."""


class NotConfirmed(AccountsError):
    """The email address of this registration has not been confirmed yet."""


class SessionUnknown(AccountsError):
    """This is not one of your own open sessions. It may have ended already."""


class AlreadyHere(AccountsError):
    """{name} has an account for their work with this address already."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


class OwnRoles(AccountsError):
    """Nobody changes their own roles, or switches off their own account. Ask another administrator."""


class LastAdministrator(AccountsError):
    """This is the last administrator who may sign in. Make somebody else an administrator first."""


class NameMissing(AccountsError):
    """Enter your first and last name"""


class NameOfTheTeam(AccountsError):
    """Enter your own name, not the name of the school or team"""


class InvitationUnknown(AccountsError):
    """There is no such invitation."""


class ImportUnreadable(AccountsError):
    """{what} The first line must name the columns {columns}."""

    def __init__(self, what: str, columns: tuple[str, ...]) -> None:
        super().__init__(what, columns)
        self.what = what
        self.columns = ", ".join(columns)


class RowRefused(AccountsError):
    """{reason} {remedy}"""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason, remedy)
        self.reason, self.remedy = reason, remedy
