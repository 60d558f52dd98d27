"""Chains of the runs of words that a quotation shares with its source, in the order of both."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

# Words in a row that both have: place in the quotation, in the source, and how many.
Block = tuple[int, int, int]

# Of more, only the longest are linked: it takes the square of their number.
_MOST_BLOCKS = 400
_MOST_CHAINS = 3


def chains(blocks: list[Block], marks: list[int]) -> Iterator[list[Block]]:
    """Chains of blocks in order, the best first; each begins from blocks not used before."""
    blocks = sorted(blocks)
    if len(blocks) > _MOST_BLOCKS:
        blocks = sorted(sorted(blocks, key=lambda one: -one[2])[:_MOST_BLOCKS])
    left = blocks
    for _ in range(_MOST_CHAINS):
        chain = _best_chain(left, marks)
        if not chain:
            return
        yield chain
        used = set(chain)
        left = [one for one in left if one not in used]


def _best_chain(blocks: list[Block], marks: list[int]) -> list[Block]:
    """The chain with most words, less something for the gaps between its links."""
    if not blocks:
        return []
    scores: list[float] = []
    before: list[int] = []
    for number, (i, p, length) in enumerate(blocks):
        best, link = float(length), -1
        for other in range(number):
            i2, p2, length2 = blocks[other]
            step = min(i - i2, p - p2)
            if step <= 0 or i + length <= i2 + length2 or p + length <= p2 + length2:
                continue
            overlap = max(0, i2 + length2 - i, p2 + length2 - p)
            if overlap >= length:
                continue
            skew = abs((p - i) - (p2 - i2))
            # A few words far away are there by chance, unless a mark says that there is a gap.
            is_marked = bisect_left(marks, i + 1) > bisect_left(marks, i2 + length2 - 1)
            cost = min(1.0, skew / 400) if is_marked else min(6.0, 0.25 + skew / 10)
            score = scores[other] + length - overlap - (cost if skew else 0.0)
            if score > best:
                best, link = score, other
        scores.append(best)
        before.append(link)
    at = max(range(len(blocks)), key=scores.__getitem__)
    chain = []
    while at >= 0:
        chain.append(blocks[at])
        at = before[at]
    return chain[::-1]
