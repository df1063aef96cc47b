"""Asking to see a child’s record, and what officers do about it."""
