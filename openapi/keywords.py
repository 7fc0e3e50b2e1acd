"""The meaning of the keys of an OpenAPI document for the comparisons in facts.py and upstream.py."""

# pyright: basic
# Parsed documents are loosely typed.

from __future__ import annotations

import hashlib
import json
import re
from typing import Any, Final, TypeAlias

Json: TypeAlias = dict[str, Any]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
BOUNDS: Final = (
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
)
# Only people read these keys. They are compared only between two states of our own document.
TEXTS: Final = frozenset(
    (
        *("summary", "description", "example", "examples"),
        *("x-edgegap-sources", "x-edgegap-confidence", "x-edgegap-guessed"),
    )
)
# These keys never matter: titles repeat names, and the others are notes of the author or for tools.
IGNORED: Final = frozenset(["title", "externalDocs", "xml", "$comment", "$schema", "$id", "$anchor"])
# Our own keys. An upstream document cannot have them.
OWN_PREFIX: Final = "x-edgegap-"
RATE_LIMIT: Final = f"{OWN_PREFIX}rate-limit"
OWN_KEYS: Final = frozenset(["operationId", "tags", "x-enum-varnames"])
# The times of the service have more forms than RFC 3339 allows, so our documents do not call them `date-time`.
TIME: Final = f"{OWN_PREFIX}time"
# facts.py itself turns these keys into facts. All other keys become facts unchanged.
READ_IN_PATHS: Final = frozenset([*METHODS, *TEXTS, "parameters", "servers", "$ref"])
READ_IN_OPERATIONS: Final = frozenset(
    ["parameters", "requestBody", "responses", "deprecated", "security", "servers", RATE_LIMIT]
)
READ_IN_PARAMETERS: Final = frozenset(
    ["name", "in", "required", "schema", "content", "deprecated", "style", "explode", "allowReserved"]
)
READ_IN_SCHEMAS: Final = frozenset(
    [
        *("$ref", "allOf", "oneOf", "anyOf", "type", "nullable", "format", "enum", "const", "x-extensible-enum"),
        *("properties", "required", "additionalProperties", "unevaluatedProperties", "items", "$defs"),
        *("readOnly", "writeOnly", "default", "deprecated", "contentSchema", TIME, *BOUNDS),
    ]
)
# OpenAPI does not count these headers as parameters.
NO_PARAMETERS: Final = frozenset(["accept", "content-type", "authorization"])
# The default serialisation, if the document names none.
STYLES: Final = {"query": "form", "cookie": "form", "path": "simple", "header": "simple"}
TYPES: Final[dict[type, str]] = {str: "string", bool: "boolean", int: "integer", float: "number"}
# Below these keys, each key is a name, not a keyword.
NAMES: Final = frozenset(
    ["paths", "properties", "schemas", "responses", "headers", "securitySchemes", "requestBodies", "patternProperties"]
)
UNITS: Final = {"s": "second", "m": "minute", "h": "hour", "d": "day"}
RATE: Final = re.compile(
    r"(\d[\d,_ ]*)\s*(?:req(?:uest)?s?|calls?)?\.?\s*(?:/|per|every|an?\b)\s*(?:1\s*)?"
    r"(s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\b",
    re.IGNORECASE,
)
MAX_TEXT_LENGTH: Final = 120


def rate_limit(operation: Json) -> str:
    """The documented rate limit of an operation; empty if there is none. Edgegap states limits only in prose."""
    text = f"{operation.get('summary') or ''}\n{operation.get('description') or ''}"
    rates = [
        f"{re.sub('[^0-9]', '', number)} requests per {UNITS[unit[0].lower()]}" for number, unit in RATE.findall(text)
    ]
    if rates:
        return " and ".join(dict.fromkeys(rates))
    words = re.search(r"[^.\n]*\brate[ -]?limit[^.\n]*", text, re.IGNORECASE)
    return f"in words, {shortened(' '.join(words[0].split()))}" if words else ""


def without_texts(node: Any, *, names: bool = False) -> Any:
    """A document, or a part of one, without its texts and examples. A rate limit in a text stays."""
    if isinstance(node, list):
        return [without_texts(item) for item in node]
    if not isinstance(node, dict):
        return node
    if names:
        return {name: without_texts(value) for name, value in node.items()}
    found = {
        key: without_texts(value, names=key in NAMES)
        for key, value in node.items()
        if key not in TEXTS | IGNORED | OWN_KEYS
    }
    if "responses" in node and (limit := rate_limit(node)):
        found[RATE_LIMIT] = limit
    return found


def is_own(key: str) -> bool:
    """Whether a key matters only between two states of our own document."""
    return key in TEXTS or key in OWN_KEYS or key.startswith(OWN_PREFIX)


def is_nothing(value: Any) -> bool:
    """Whether a key with this value means the same as no key. A zero has a meaning."""
    return value is None or value is False or value in ("", {}, [])


def as_text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)


def shortened(text: str) -> str:
    """Shorten a text to one line that differs whenever the whole text does."""
    if len(text) <= MAX_TEXT_LENGTH and "\n" not in text:
        return text
    return f"{' '.join(text[:MAX_TEXT_LENGTH].split())} ... ({hashlib.sha256(text.encode()).hexdigest()[:8]})"
