"""Sequences that are like tuples, but whose items are made when one asks for them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar, overload

T_co = TypeVar("T_co", covariant=True)


class OnDemand(Sequence[T_co]):
    """A subclass says how many items there are (`__len__`), and makes one of them (`item`)."""

    __slots__ = ()

    @abstractmethod
    def item(self, index: int) -> T_co:
        """The item at a place from 0 on, which is one of the sequence."""

    @overload
    def __getitem__(self, index: int) -> T_co: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[T_co, ...]: ...

    def __getitem__(self, index: int | slice) -> T_co | tuple[T_co, ...]:
        places = range(len(self))[index]  # knows slices, places from the end, and IndexError
        return self.item(places) if isinstance(places, int) else tuple(map(self.item, places))
