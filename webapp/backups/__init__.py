"""Backups: rows and documents of one moment with hashes, and the house that is restored from them."""
