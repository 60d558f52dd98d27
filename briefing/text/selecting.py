"""Making selectors: words that name a passage, few enough to read and enough to be unique."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from briefing.model import Selector, UserError
from briefing.model.once import once
from briefing.text.anchors import count, find, normalise

_ENOUGH = 160  # characters: a fuzzy search needs words to go by, a reader of the file few of them
_CONTEXT = 40
_SAME = 0.6  # share of the words that a rewritten passage must keep to be known again


def selector_for(texts: Sequence[str], index: int, words: str = "") -> Selector:
    """A selector of passage `index` that fits no other passage; of some `words` in it, if given.

    UserError if another passage has just the same words.
    """
    text = _plain(texts[index])
    words = _plain(words)
    if words and words in text:
        for selector in _with_context(text, words):
            if count(selector, texts) == 1:
                return selector
    for end in _ends(text):
        selector = Selector(text[:end])
        if count(selector, texts) == 1:
            return selector
    selector = Selector(text)
    if not text or count(selector, texts) == 0:
        raise UserError("This passage has no words that could be linked to.")
    found = find(selector, texts)
    if found is not None and found.index == index:
        return selector  # the words stand elsewhere too, but here they stand first
    raise UserError(
        "Another passage of this article has exactly the same words, and nothing tells the two "
        "apart. Link to a passage next to it."
    )


def _plain(text: str) -> str:
    """On one line: a selector is written as the value of a field."""
    return re.sub(r"\s+", " ", text).strip()


def _with_context(text: str, words: str) -> Sequence[Selector]:
    at = text.find(words)
    before, after = text[:at].rstrip(), text[at + len(words) :].lstrip()
    prefix = before[-_CONTEXT:].partition(" ")[2] if len(before) > _CONTEXT else before
    suffix = after[:_CONTEXT].rpartition(" ")[0] if len(after) > _CONTEXT else after
    return (
        Selector(words),
        Selector(words, prefix=prefix),
        Selector(words, prefix=prefix, suffix=suffix),
    )


def _ends(text: str) -> Sequence[int]:
    """Where the words of a selector may end: at words, from enough of them on."""
    if len(text) <= _ENOUGH:
        return (len(text),)
    ends = [match.start() for match in re.finditer(" ", text) if match.start() >= _ENOUGH]
    return (*ends, len(text))


class Edited:
    """A text that was edited: its passages `before` and `after`."""

    def __init__(self, before: Sequence[str], after: Sequence[str]) -> None:
        self.before = before
        self.after = after

    @once
    def _moved(self) -> dict[int, int]:
        return _moved(self.before, self.after)

    def carried(self, selector: Selector) -> tuple[Selector, bool]:
        """The selector for the text as it is now, and whether its passage is found in it.

        A selector whose words stand as they stood is not touched. Of a passage that was rewritten,
        the new words are taken where the passage is known by its place between others and by most
        of its words; else the selector is lost.
        """
        was = find(selector, self.before)
        now = find(selector, self.after)
        if was is None or (now is not None and now.exact):
            return selector, now is not None
        at = self._moved.get(was.index)
        if at is None:
            return selector, now is not None
        try:
            return selector_for(self.after, at), True
        except UserError:
            return selector, now is not None


def _moved(before: Sequence[str], after: Sequence[str]) -> dict[int, int]:
    """Which passage became which."""
    old, new = [normalise(one) for one in before], [normalise(one) for one in after]
    moved: dict[int, int] = {}
    for tag, a, a_end, b, b_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            moved.update(zip(range(a, a_end), range(b, b_end), strict=True))
        elif tag == "replace":
            moved.update(_likest(old, new, range(a, a_end), range(b, b_end)))
    return moved


def _likest(old: Sequence[str], new: Sequence[str], here: range, there: range) -> dict[int, int]:
    """Of rewritten passages, which is most like which."""
    found: dict[int, int] = {}
    theirs = {b: new[b].casefold().split() for b in there}
    having: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for b in there:
        for word, number in Counter(theirs[b]).items():
            having[word].append((b, number))
    for a in here:
        words = old[a].casefold().split()
        shared: Counter[int] = Counter()  # as many of the words are there, in whatever order
        for word, wanted in Counter(words).items():
            for b, number in having.get(word, ()):
                shared[b] += min(wanted, number)
        scored = []
        for b in sorted(b for b, number in shared.items() if number >= _SAME * len(words)):
            matcher = SequenceMatcher(None, words, theirs[b], autojunk=False)
            scored.append((sum(one.size for one in matcher.get_matching_blocks()), b))
        best, b = max(scored, default=(0, 0))
        if words and best >= _SAME * len(words):
            found[a] = b
    return found
