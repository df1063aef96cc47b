"""Functions that read and make contexts."""

from engine.feel.builtins.registry import builtin
from engine.feel.errors import FeelLimitExceeded
from engine.feel.limits import MAX_DATA_DEPTH
from engine.feel.run import Run

Context = dict[str, object]


@builtin("get value(m: context, key: string)")
def get_value(run: Run, context: Context, key: str) -> object:
    """The entry of that name."""
    return context.get(key)


@builtin("get value(m: context, keys: list)")
def get_value_below(run: Run, context: Context, keys: list[object]) -> object:
    """The entry at the end of a path of names."""
    value: object = context
    for key in keys:
        value = value.get(key) if isinstance(value, dict) and isinstance(key, str) else None
    return value if keys else None


@builtin("get entries(m: context)")
def get_entries(run: Run, context: Context) -> list[object]:
    """The entries as contexts of key and value."""
    run.allowance.spend_list(len(context))
    return [{"key": key, "value": value} for key, value in context.items()]


@builtin("context(entries: list)")
def context_of(run: Run, entries: list[object]) -> Context | None:
    """A context of such entries; null when a key is missing or comes twice."""
    run.allowance.spend_list(len(entries))
    made: Context = {}
    for entry in entries:
        if not isinstance(entry, dict) or "value" not in entry:
            return None
        key = entry.get("key")
        if not isinstance(key, str) or key in made:
            return None
        made[key] = entry["value"]
    return made


@builtin("context put(context: context, key: string, value: any)")
def context_put(run: Run, context: Context, key: str, value: object) -> Context:
    """The context with that entry added or replaced."""
    run.allowance.spend_list(len(context) + 1)
    return {**context, key: value}


@builtin("context put(context: context, keys: list, value: any)")
def context_put_below(run: Run, context: Context, keys: list[object], value: object) -> Context | None:
    """The context with the entry at the end of a path added or replaced; null when the path leaves contexts."""
    if len(keys) > MAX_DATA_DEPTH:
        raise FeelLimitExceeded(f"A path of {len(keys):,} names is longer than {MAX_DATA_DEPTH}.")
    levels = [context]
    for key in keys[:-1]:
        below = levels[-1].get(key, {}) if isinstance(key, str) else None
        if not isinstance(below, dict):
            return None
        levels.append(below)
    made: object = value
    for level, key in zip(reversed(levels), reversed(keys), strict=True):
        if not isinstance(key, str):
            return None
        made = context_put(run, level, key, made)
    return made if isinstance(made, dict) else None


@builtin("context merge(contexts: list)")
def context_merge(run: Run, contexts: list[object]) -> Context | None:
    """One context of all entries, the later ones winning."""
    merged: Context = {}
    for context in contexts:
        if not isinstance(context, dict):
            return None
        run.allowance.spend_list(len(context))
        merged |= context
    return merged
