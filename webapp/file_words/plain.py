"""Plain text, as this century and the last have written it."""

from webapp.file_words.found import Found, cut


def read(data: bytes) -> Found:
    """What is not UTF-8 is Windows’ own."""
    try:
        return cut(data.decode("utf-8-sig"), "")
    except UnicodeDecodeError:
        return cut(data.decode("cp1252", errors="replace"), "")
