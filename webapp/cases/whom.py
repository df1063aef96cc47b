"""To whom a text speaks: of the child to their family, and to the young person whose case it is as “you”.

Where the two read different words, both stand beside each other: “We write about [{child}’s | your] needs”.
"""

import re

MYSELF = "myself"  # what a young person is to themselves, beside the list `relationships`
EITHER = re.compile(r"\[([^\[\]|]+)\|([^\[\]|]+)\]")
CHILD, SOMEBODY = "{child}", "the child or young person"
OF_A_CHILD = re.compile(r"\{child\}|\{\{ *child_(?:first_)?name *\}\}|\b(?:your|the) (?:child|son|daughter)\b", re.I)


def addressed(text: str, *, young_person: bool) -> str:
    """The words of the one reader or the other."""
    return EITHER.sub(lambda pair: pair[2 if young_person else 1].strip(), text)


def told(text: str, child: str, *, young_person: bool) -> str:
    """The same with the child's first name; where nobody is known yet, with words for whoever it is."""
    return addressed(text, young_person=young_person).replace(CHILD, child or SOMEBODY)


def unaddressed(text: str) -> list[str]:
    """Words that speak of the child to the young person, too; none: the text suits both."""
    return OF_A_CHILD.findall(addressed(text, young_person=True))
