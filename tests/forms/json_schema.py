"""As much of JSON Schema 2020-12 as our schema uses; a keyword that it does not know is an error."""

import re
from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]
TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}
SILENT = {"$schema", "$defs", "title", "description", "then", "additionalProperties", "patternProperties"}


def is_valid(value: object, schema: Schema, root: Schema) -> bool:
    """Whether a JSON value fits a schema."""
    return all(RULES[word](value, schema, root) for word in schema.keys() - SILENT)


def _type(value: object, schema: Schema, root: Schema) -> bool:
    truth = isinstance(value, bool) and schema["type"] != "boolean"
    return isinstance(value, TYPES[schema["type"]]) and not truth


def _properties(value: object, schema: Schema, root: Schema) -> bool:
    if not isinstance(value, dict):
        return True
    known, patterns = schema["properties"], schema.get("patternProperties", {})
    for name, inner in value.items():
        fitting = [each for pattern, each in patterns.items() if re.search(pattern, name)]
        fitting += [known[name]] if name in known else []
        if not fitting and schema.get("additionalProperties") is False:
            return False
        if not all(is_valid(inner, each, root) for each in fitting):
            return False
    return True


def _if(value: object, schema: Schema, root: Schema) -> bool:
    return not is_valid(value, schema["if"], root) or is_valid(value, schema["then"], root)


def _ref(value: object, schema: Schema, root: Schema) -> bool:
    return is_valid(value, root["$defs"][schema["$ref"].removeprefix("#/$defs/")], root)


def _count(value: object, schema: Schema, root: Schema, word: str) -> int:
    return sum(is_valid(value, each, root) for each in schema[word])


RULES: dict[str, Callable[[Any, Schema, Schema], bool]] = {
    "type": _type,
    "properties": _properties,
    "if": _if,
    "$ref": _ref,
    "const": lambda value, schema, root: value == schema["const"],
    "enum": lambda value, schema, root: value in schema["enum"],
    "required": lambda value, schema, root: not isinstance(value, dict) or value.keys() >= set(schema["required"]),
    "pattern": lambda value, schema, root: not isinstance(value, str) or bool(re.search(schema["pattern"], value)),
    "minLength": lambda value, schema, root: not isinstance(value, str) or len(value) >= schema["minLength"],
    "maxLength": lambda value, schema, root: not isinstance(value, str) or len(value) <= schema["maxLength"],
    "minItems": lambda value, schema, root: not isinstance(value, list) or len(value) >= schema["minItems"],
    "maxItems": lambda value, schema, root: not isinstance(value, list) or len(value) <= schema["maxItems"],
    "minimum": lambda value, schema, root: not isinstance(value, (int, float)) or value >= schema["minimum"],
    "maximum": lambda value, schema, root: not isinstance(value, (int, float)) or value <= schema["maximum"],
    "items": lambda value, schema, root: (
        not isinstance(value, list) or all(is_valid(each, schema["items"], root) for each in value)
    ),
    "allOf": lambda value, schema, root: _count(value, schema, root, "allOf") == len(schema["allOf"]),
    "anyOf": lambda value, schema, root: _count(value, schema, root, "anyOf") > 0,
    "oneOf": lambda value, schema, root: _count(value, schema, root, "oneOf") == 1,
}
