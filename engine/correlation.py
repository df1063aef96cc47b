"""Correlation keys: what a key's expression gave, as the text by which messages and those who wait are matched."""

from engine.drawing import Message

LONGEST = 100  # characters


def correlation_key(value: object, message: Message) -> str:
    """The key as text: a whole number and the text of its digits are the same key.

    `value` is JSON (a FEEL value as a variable). Raises ValueError for what can be no key: null, truth, lists,
    contexts, nothing, over 100 characters, or characters that cannot be written. Two instances whose key is null
    would take each other's messages.
    """
    where = f"the correlation key “{message.correlation_key}” of “{message.name}”"
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(f"{where} gives no text or number")
    text = str(value)
    if not text or len(text) > LONGEST:
        raise ValueError(f"{where} has {len(text)} characters: 1 to {LONGEST} may be")
    if not all(map(str.isprintable, text)):
        raise ValueError(f"{where} has a character that cannot be written")
    return text
