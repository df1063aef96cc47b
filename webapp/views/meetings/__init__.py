"""Meetings and calls: read, arranged, recorded, and answered by guests."""
