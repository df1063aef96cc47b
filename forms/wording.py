"""The words beside a field, made from its label when the form does not give its own."""

OPTIONAL = "(optional)"


def bare(label: str) -> str:
    """The label without "(optional)"."""
    return label.removesuffix(OPTIONAL).strip()


def inside(label: str) -> str:
    """The label as it reads inside a sentence: "First name" -> "first name", "NHS number" stays."""
    text = bare(label)
    return text[:1].lower() + text[1:] if text[1:2].islower() or text[1:2] == " " else text


def is_question(label: str) -> bool:
    """Whether the label is a sentence of its own, which no verb can be put before."""
    return bare(label).endswith("?")


def ask(verb: str, label: str) -> str:
    """ "Enter first name"; for a question "Enter an answer to “What happened?”"."""
    if is_question(label):
        return f"{verb} an answer to “{bare(label)}”"
    return f"{verb} {inside(label)}"


def subject(label: str, otherwise: str = "Your answer") -> str:
    """What a sentence such as "… must be a number" is about."""
    return otherwise if is_question(label) else bare(label)


def ended(words: str) -> str:
    """The words with a full stop, where one is missing, so that a sentence can follow."""
    return words if not words or words[-1] in ".?!" else f"{words}."
