"""Mails as effects: their kind, and the reader of those that go to whom an invitation asks."""

MAIL = "mail"
INVITED = "invited"  # whoever an invitation asks, who may have no account
