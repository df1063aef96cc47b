"""Statutory letters: read, written, signed, posted, taken back, and copies of them."""
