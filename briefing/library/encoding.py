"""Values as JSON and back: how the catalogue's cache keeps what was read.

The rules follow from the types of the dataclasses in `briefing.model`, so that a new field needs
no line here; `SCHEMA` changes with them, and a cache of another schema is not used. The file in
which a value stands is not written: whoever reads a value back knows it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from hashlib import blake2b
from operator import attrgetter
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from briefing.model import (
    Article,
    Case,
    Claim,
    Event,
    Evidence,
    Figure,
    Note,
    Place,
    Point,
    Source,
    Term,
    Topic,
)

# What stands on each shelf of a library; the names are those of the fields of `Library`.
SHELVES: dict[str, type] = {
    "topics": Topic,
    "articles": Article,
    "claims": Claim,
    "points": Point,
    "quotes": Evidence,
    "sources": Source,
    "timeline": Event,
    "glossary": Term,
    "figures": Figure,
    "cases": Case,
    "notes": Note,
}

Plain = Any  # what JSON knows
_Encode = Callable[[Any], Plain]
_Decode = Callable[[Plain, Path], Any]
_Rule = tuple[_Encode, _Decode] | None  # None: JSON has the value as it is

_rules: dict[Any, _Rule] = {}
write_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def encode(shelf: str, value: Any) -> bytes:
    """A value of a shelf as UTF-8 JSON without line ends."""
    rule = _rule(SHELVES[shelf])
    assert rule is not None, "a shelf holds dataclasses"
    return write_json(rule[0](value)).encode()


def decode(shelf: str, data: bytes, path: Path) -> Any:
    """The value that `encode` wrote, standing in the file at `path`. ValueError for other data."""
    rule = _rule(SHELVES[shelf])
    assert rule is not None, "a shelf holds dataclasses"
    try:
        return rule[1](json.loads(data), path)
    except (TypeError, KeyError, IndexError) as error:
        raise ValueError(f"not a value of {shelf}: {error!r}") from error


def _rule(kind: Any) -> _Rule:
    """How values of a type are written and read."""
    kind = getattr(kind, "__supertype__", kind)  # a NewType is what it is made of
    if kind not in _rules:
        _rules[kind] = _make_rule(kind)
    return _rules[kind]


def _make_rule(kind: Any) -> _Rule:
    if kind in (str, int, bool):
        return None
    if kind is Place:
        return (lambda place: place.line), (lambda line, path: Place(path, line))
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is tuple:
        return _tuple_rule(arguments)
    if origin is UnionType or arguments:
        return _union_rule([one for one in arguments if one is not NoneType], arguments)
    if issubclass(kind, Enum):
        members = {one.value: one for one in kind}
        return (lambda member: member.value), (lambda word, path: members[word])
    if is_dataclass(kind):
        return _dataclass_rule(kind)
    raise TypeError(f"no rule for {kind}")


def _tuple_rule(arguments: tuple[Any, ...]) -> _Rule:
    inner = _rule(arguments[0])
    if any(_rule(one) is not inner for one in arguments if one is not Ellipsis):
        raise TypeError("no rule for tuples of several types")
    if inner is None:
        return list, (lambda values, path: tuple(values))
    write, read = inner
    return (
        lambda values: [write(one) for one in values],
        lambda values, path: tuple([read(one, path) for one in values]),
    )


def _union_rule(kinds: list[Any], arguments: tuple[Any, ...]) -> _Rule:
    """An optional value, or one of several dataclasses, which are told apart by a number."""
    if len(kinds) > 1:
        rules = [_rule(kind) for kind in kinds]
        numbers = {kind: number for number, kind in enumerate(kinds)}

        def write_one(value: Any) -> Plain:
            number = numbers[type(value)]
            return [number, _written(rules[number], value)]

        def read_one(pair: Plain, path: Path) -> Any:
            number, value = pair
            return _read(rules[number], value, path)

        return write_one, read_one
    inner = _rule(kinds[0])
    if inner is None or NoneType not in arguments:
        return inner
    write, read = inner
    return (
        lambda value: None if value is None else write(value),
        lambda value, path: None if value is None else read(value, path),
    )


def _written(rule: _Rule, value: Any) -> Plain:
    return value if rule is None else rule[0](value)


def _read(rule: _Rule, value: Plain, path: Path) -> Any:
    return value if rule is None else rule[1](value, path)


def _dataclass_rule(kind: Any) -> _Rule:
    names = [one.name for one in fields(kind)]
    hints = get_type_hints(kind)
    get = attrgetter(*names) if len(names) > 1 else None
    rules = [(at, rule) for at, name in enumerate(names) if (rule := _rule(hints[name]))]

    def write(value: Any) -> Plain:
        values = list(get(value)) if get is not None else [getattr(value, names[0])]
        for at, rule in rules:
            values[at] = rule[0](values[at])
        return values

    def read(values: Plain, path: Path) -> Any:
        for at, rule in rules:
            values[at] = rule[1](values[at], path)
        return kind(*values)

    return write, read


def _schema() -> str:
    """A digest of every type that is written, by its fields."""
    seen: list[str] = []
    waiting: list[Any] = list(SHELVES.values())
    done: set[Any] = set()
    while waiting:
        kind = waiting.pop(0)
        kind = getattr(kind, "__supertype__", kind)
        waiting += get_args(kind)
        if kind in done or not isinstance(kind, type) or kind is Place:
            continue
        done.add(kind)
        if is_dataclass(kind):
            hints = get_type_hints(kind)
            seen.append(f"{kind.__name__}: {[(one.name, str(one.type)) for one in fields(kind)]}")
            waiting += [hints[one.name] for one in fields(kind)]
        elif issubclass(kind, Enum):
            seen.append(f"{kind.__name__}: {[one.value for one in kind]}")
    return blake2b("\n".join(seen).encode(), digest_size=8).hexdigest()


SCHEMA = _schema()
