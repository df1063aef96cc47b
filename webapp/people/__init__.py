"""Accounts where they meet cases and drawings: invited, their details and address changed, handed over, closed."""
