"""The arrays in an ONNX file, read and added without the `onnx` package.

An ONNX file is one protocol-buffer message: fields, each a number and a value. Two rules of that
encoding are used: unknown fields may be skipped, and a message that is written twice is merged.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from numpy.typing import NDArray

_GRAPH, _INITIALIZER = 7, 5  # of a model; of a graph
_DIMS, _TYPE, _NAME, _RAW = 1, 2, 8, 9  # of a tensor
_VARINT, _EIGHT, _BYTES, _FOUR = 0, 1, 2, 5  # how a value is written
_TYPES = {1: "<f4", 2: "u1", 3: "i1", 6: "<i4", 7: "<i8"}
_NUMBERS = {"float32": 1, "uint8": 2, "int8": 3, "int32": 6, "int64": 7}


def read_arrays(model: bytes, wanted: frozenset[str]) -> dict[str, NDArray[Any]]:
    """The constant arrays of these names. Raises ValueError if the file is cut short."""
    found = {}
    whole = memoryview(model)
    for graph in _messages(whole, _GRAPH):
        for tensor in _messages(graph, _INITIALIZER):
            name = bytes(next(_messages(tensor, _NAME), memoryview(b""))).decode("utf-8")
            if name in wanted:
                found[name] = _array(tensor)
    return found


def with_arrays(model: bytes, arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """The model with constant arrays added to its graph."""
    tensors = b"".join(
        _message(_INITIALIZER, _tensor(name, array)) for name, array in arrays.items()
    )
    return model + _message(_GRAPH, tensors)


def _array(tensor: memoryview) -> NDArray[Any]:
    import numpy as np

    dims, kind, raw = [], 0, memoryview(b"")
    for number, how, value in _fields(tensor):
        if number == _DIMS and how == _VARINT:
            dims.append(int(value))
        elif number == _DIMS:
            dims += _varints(value)
        elif number == _TYPE:
            kind = int(value)
        elif number == _RAW:
            raw = value
    if kind not in _TYPES:
        raise ValueError("an array of a kind that is not known")
    return np.frombuffer(raw, _TYPES[kind]).reshape(dims)


def _messages(data: memoryview, wanted: int) -> Iterator[memoryview]:
    return (value for number, how, value in _fields(data) if number == wanted and how == _BYTES)


def _fields(data: memoryview) -> Iterator[tuple[int, int, Any]]:
    """The number, the way of writing and the value of each field."""
    place = 0
    while place < len(data):
        key, place = _varint(data, place)
        number, how = key >> 3, key & 7
        if how == _VARINT:
            value, place = _varint(data, place)
            yield number, how, value
            continue
        if how not in (_EIGHT, _BYTES, _FOUR):
            raise ValueError("not an ONNX file")
        size, place = _varint(data, place) if how == _BYTES else ({_EIGHT: 8, _FOUR: 4}[how], place)
        if place + size > len(data):
            raise ValueError("the file is cut short")
        yield number, how, data[place : place + size]
        place += size


def _varints(data: memoryview) -> list[int]:
    found, place = [], 0
    while place < len(data):
        value, place = _varint(data, place)
        found.append(value)
    return found


def _varint(data: memoryview, place: int) -> tuple[int, int]:
    value = shift = 0
    while place < len(data):
        byte = data[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place
    raise ValueError("the file is cut short")


def _tensor(name: str, array: NDArray[Any]) -> bytes:
    import numpy as np

    given = np.ascontiguousarray(array)
    dims = b"".join(_number(_DIMS, size) for size in array.shape)
    kind = _number(_TYPE, _NUMBERS[given.dtype.name])
    return dims + kind + _message(_NAME, name.encode("utf-8")) + _message(_RAW, given.tobytes())


def _message(number: int, data: bytes) -> bytes:
    return _encoded(number << 3 | _BYTES) + _encoded(len(data)) + data


def _number(number: int, value: int) -> bytes:
    return _encoded(number << 3 | _VARINT) + _encoded(value)


def _encoded(value: int) -> bytes:
    found = bytearray()
    while value > 0x7F:
        found.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*found, value])
