"""A process of its own in which one file is read, so that a hostile one takes nothing with it: no time, no memory,
no secret. `python -m webapp.file_words.child EXTENSION SECONDS`: the file comes in, JSON goes out."""

import json
import resource
import sys
from contextlib import suppress

from webapp.file_words import office, pdf, plain

READERS = {"pdf": pdf.read, "docx": office.read, "xlsx": office.read, "txt": plain.read}
MOST_MEMORY = 1 << 30  # bytes


def main(extension: str, seconds: str) -> None:
    """Ends with a fault for what cannot be read."""
    for what, most in ((resource.RLIMIT_CPU, int(seconds)), (resource.RLIMIT_AS, MOST_MEMORY)):
        with suppress(ValueError, OSError):  # a system that knows no such limit: the parent's watch is left
            resource.setrlimit(what, (most, most))
    found = READERS[extension](sys.stdin.buffer.read())
    json.dump({"text": found.text, "gap": found.gap}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
