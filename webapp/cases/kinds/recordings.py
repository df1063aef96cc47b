"""Sound and video: MP3 by two frames in a row (ISO/IEC 11172-3), the others by their boxes."""

from pathlib import Path

from webapp.cases.errors import NotWhatItSays
from webapp.cases.kinds.head import boxes, head

M4A_BRANDS = frozenset((b"M4A ", b"M4B ", b"mp42", b"mp41", b"isom", b"iso2", b"3gp4", b"3gp5"))
MP4_BRANDS = M4A_BRANDS | {b"avc1", b"M4V ", b"iso3", b"iso4", b"iso5", b"iso6", b"dash", b"MSNV", b"qt  "}
MOV_BRANDS = frozenset((b"qt  ",))
TAG = 10  # bytes of an ID3 header
KBITS = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)  # MPEG-1, layer III
KBITS_LOW = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)  # MPEG-2 and 2.5
HERTZ = {3: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000), 0: (11_025, 12_000, 8_000)}
PADDING = 4_096  # bytes of nothing that may stand between the tag and the first frame


def check_mp3(path: Path) -> None:
    """Raises NotWhatItSays."""
    begin = head(path)
    start = TAG + _id3_length(begin) if begin[:3] == b"ID3" else 0
    with path.open("rb") as file:
        file.seek(start)
        data = file.read(PADDING + 4_000)
    data = data[len(data) - len(data.lstrip(b"\0")) :]
    length = _frame_length(data[:4])
    if not length or not _frame_length(data[length : length + 4]):
        raise NotWhatItSays


def check_m4a(path: Path) -> None:
    """Raises NotWhatItSays."""
    _check(path, M4A_BRANDS)


def check_mp4(path: Path) -> None:
    """Raises NotWhatItSays."""
    _check(path, MP4_BRANDS)


def check_mov(path: Path) -> None:
    """Raises NotWhatItSays."""
    _check(path, MOV_BRANDS)


def _check(path: Path, brands: frozenset[bytes]) -> None:
    begin = head(path)
    kinds = {kind for kind, _ in boxes(path)}
    if begin[4:8] != b"ftyp" or begin[8:12] not in brands or not {b"moov", b"mdat"} <= kinds:
        raise NotWhatItSays


def _id3_length(begin: bytes) -> int:
    """Seven bits of each byte count."""
    return sum((byte & 0x7F) << shift for byte, shift in zip(begin[6:10], (21, 14, 7, 0), strict=False))


def _frame_length(header: bytes) -> int:
    """Bytes of a frame with this header; 0 when it is none of layer III."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE0 != 0xE0 or header[1] & 0x06 != 0x02:
        return 0
    version, rate, hertz = header[1] >> 3 & 0x03, header[2] >> 4, header[2] >> 2 & 0x03
    if version not in HERTZ or rate in (0, 15) or hertz == 3:
        return 0
    kbits, per_frame = (KBITS, 144) if version == 3 else (KBITS_LOW, 72)
    return per_frame * kbits[rate] * 1000 // HERTZ[version][hertz] + (header[2] >> 1 & 1)
