"""A council's brand colour: is it readable, and which tints follow from it."""

import re
from dataclasses import dataclass

Channels = tuple[int, int, int]
WHITE: Channels = (255, 255, 255)
BLACK: Channels = (0, 0, 0)
LEAST_CONTRAST = 4.5  # WCAG 2.2, 1.4.3: white words stand on the brand colour, brand words on white
LINEAR_BELOW = 0.04045  # sRGB's transfer curve, as in WCAG's definition of relative luminance


class ColourRefused(ValueError):
    """This colour cannot be the brand colour."""


@dataclass(frozen=True)
class Brand:
    """A colour written `#rrggbb` that white can be read on; raises ColourRefused otherwise."""

    colour: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"#[0-9a-fA-F]{6}", self.colour):
            raise ColourRefused(f"brand_colour “{self.colour}”: write it as # and six digits, like #0f4c56.")
        if self.contrast_on_white < LEAST_CONTRAST:
            raise ColourRefused(
                f"brand_colour “{self.colour}”: its contrast on white is {self.contrast_on_white:.1f} to 1, "
                f"and people need {LEAST_CONTRAST} to 1 to read it. Choose a darker colour."
            )

    @property
    def channels(self) -> Channels:
        """Red, green and blue, each 0 to 255."""
        red, green, blue = bytes.fromhex(self.colour[1:])
        return red, green, blue

    @property
    def lively(self) -> Channels:
        """The same hue, brighter: a tint of the colour itself would look grey."""
        red, green, blue = (min(255, round(channel * 1.6)) for channel in self.channels)
        return red, green, blue

    @property
    def contrast_on_white(self) -> float:
        """Contrast ratio with white, 1 to 21 (WCAG 2.2, definition of contrast ratio)."""
        return 1.05 / (luminance(self.channels) + 0.05)

    @property
    def tokens(self) -> dict[str, str]:
        """The custom properties of the style sheets that follow from the colour."""
        return {
            "--brand": self.colour,
            "--brand-dark": mixed(self.channels, BLACK, 0.68),
            "--brand-line": mixed(self.lively, WHITE, 0.43),
            "--brand-tint-2": mixed(self.lively, WHITE, 0.18),
            "--brand-tint": mixed(self.lively, WHITE, 0.08),
            "--govuk-brand-colour": self.colour,
        }


def mixed(colour: Channels, other: Channels, share: float) -> str:
    """`share` of `colour` (0 to 1), the rest of `other`, as `#rrggbb`."""
    pairs = zip(colour, other, strict=True)
    return "#" + "".join(f"{round(mine * share + theirs * (1 - share)):02x}" for mine, theirs in pairs)


def luminance(channels: Channels) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (_linear(channel / 255) for channel in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    return value / 12.92 if value <= LINEAR_BELOW else ((value + 0.055) / 1.055) ** 2.4
