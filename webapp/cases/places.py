"""Places of drafts that belong to a case: where what somebody has typed lies until it is sent."""


def of_action(reference: str, name: str = "") -> str:
    """Of the form of an action; without a name, how the places of all actions of a case begin."""
    return f"action:{reference}:{name}"
