"""Values of the model as JSON, and back: the schema of docs/json-format.md.

Every dataclass becomes an object with the names of its fields; what is empty or has its default is
left out. Enums become their values, links' targets carry a `kind`. Reading is strict about types
and lenient about what is missing or unknown, so that later versions can add fields.
"""

from __future__ import annotations

import sys
import types
import typing
from collections.abc import Sequence
from dataclasses import MISSING, Field, fields, is_dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any

from briefing import model
from briefing.model import (
    ClaimTarget,
    Heading,
    Library,
    PassageTarget,
    PointItem,
    PointTarget,
    Prose,
)

FORMAT = "briefing-json"
VERSION = 1

# Members of unions are told apart by a word.
_KINDS: dict[type, str] = {
    ClaimTarget: "claim",
    PassageTarget: "passage",
    PointTarget: "point",
    Heading: "heading",
    Prose: "prose",
    PointItem: "point",
}
# What says where a value was read from is of no use elsewhere.
_LOCAL = {"place", "root", "faults", "fingerprint"}


class Unreadable(ValueError):
    """A JSON value that is not of the schema; the text says where and why."""


def to_json(value: Any) -> Any:
    """A value of the model as JSON data."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [to_json(one) for one in value]
    if not is_dataclass(value) or isinstance(value, type):
        return value
    kind = _KINDS.get(type(value))
    result: dict[str, Any] = {"kind": kind} if kind else {}
    for one in fields(value):
        held = getattr(value, one.name)
        if one.name in _LOCAL or held is None or (held == one.default and one.name != "id"):
            continue
        if not isinstance(held, str) and isinstance(held, Sequence) and not held:
            continue
        result[one.name] = to_json(held)
    return result


def library_to_json(library: Library) -> dict[str, Any]:
    """A library's values under their names, with the format's name and number before them."""
    return {"format": FORMAT, "version": VERSION, **to_json(library)}


def library_from_json(data: Any) -> Library:
    """The library that `library_to_json` wrote; Unreadable says what is wrong with it."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise Unreadable(f'it is no {FORMAT} file: it has no "format": "{FORMAT}"')
    version = data.get("version")
    if not isinstance(version, int) or version > VERSION:
        raise Unreadable(f"its version is {version!r}, and this program knows {VERSION}")
    found: Library = _object(Library, {**data, "root": ""}, "library")
    return found


@cache
def _hints(kind: type) -> dict[str, Any]:
    # Some modules of the model import each other for type checkers only.
    return typing.get_type_hints(kind, {**vars(sys.modules[kind.__module__]), **vars(model)})


def _object(kind: Any, data: Any, where: str) -> Any:
    if not isinstance(data, dict):
        raise Unreadable(f"{where} is no object")
    hints = _hints(kind)
    values: dict[str, Any] = {}
    for one in fields(kind):
        if kind is Library and one.name == "root":
            values["root"] = Path()
        elif one.name in _LOCAL:
            continue
        elif one.name in data:
            values[one.name] = _value(hints[one.name], data[one.name], f"{where}.{one.name}")
        elif one.name == "topic" and _is_required(one):
            values["topic"] = ""  # whoever takes the value over files it anew
        elif _is_required(one):
            raise Unreadable(f'{where} has no "{one.name}"')
    return kind(**values)


def _is_required(one: Field[Any]) -> bool:
    return one.default is MISSING and one.default_factory is MISSING


def _value(hint: Any, data: Any, where: str) -> Any:
    hint = getattr(hint, "__supertype__", hint)  # ids are strings
    origin = typing.get_origin(hint)
    if origin in (tuple, Sequence):
        return _tuple(hint, data, where)
    if origin in (typing.Union, types.UnionType):
        return _one_of(typing.get_args(hint), data, where)
    if is_dataclass(hint):
        return _object(hint, data, where)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _enum(hint, data, where)
    if not isinstance(data, hint) or (isinstance(data, bool) and hint is not bool):
        raise Unreadable(f"{where} is no {'text' if hint is str else hint.__name__}")
    if isinstance(data, str) and any("\ud800" <= char <= "\udfff" for char in data):
        raise Unreadable(f"{where} has half a character (a lone surrogate)")
    return data


def _tuple(hint: Any, data: Any, where: str) -> tuple[Any, ...]:
    if not isinstance(data, list):
        raise Unreadable(f"{where} is no list")
    inner = typing.get_args(hint)
    if inner[-1] is Ellipsis or len(inner) == 1:
        return tuple(_value(inner[0], one, f"{where}[{n}]") for n, one in enumerate(data))
    if len(inner) != len(data):
        raise Unreadable(f"{where} must have {len(inner)} members")
    pairs = zip(inner, data, strict=True)
    return tuple(_value(each, one, f"{where}[{n}]") for n, (each, one) in enumerate(pairs))


def _one_of(members: tuple[Any, ...], data: Any, where: str) -> Any:
    if data is None and type(None) in members:
        return None
    rest = [one for one in members if one is not type(None)]
    if len(rest) == 1:
        return _value(rest[0], data, where)
    said = data.get("kind") if isinstance(data, dict) else None
    for one in rest:
        if _KINDS.get(one) == said:
            return _object(one, data, where)
    raise Unreadable(f"{where} is of no known kind ({said!r})")


def _enum(hint: type[Enum], data: Any, where: str) -> Enum:
    try:
        return hint(data)
    except ValueError:
        known = ", ".join(str(one.value) for one in hint)
        raise Unreadable(f"{where} is {data!r}, which is none of: {known}") from None
