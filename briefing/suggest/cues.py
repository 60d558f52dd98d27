"""What a text says about itself: that it answers something, or that it quotes the other side."""

from __future__ import annotations

import re

# How debaters head their answers: "AT: Deterrence", "A2 deterrence", "Answers to: …", "They say …".
_HEADING = re.compile(
    r"^\W{0,3}(?:"
    r"(?:at|a2|a/2|2a|ans(?:wers?)?|f/?l|frontline|block|re|rebuttal|response|responses|reply"
    r"|refutation|rejoinder|counter)\s*(?:to|of|vs\.?|v\.)?\s*[:—–\-/]+\s*"
    r"|a2\s+|at\s+(?=[A-Z\"“])"
    r"|(?:answers?|answering|repl(?:y|ies|ying)|responses?|responding|rebuttals?|objections?)"
    r"\s+to\s+(?:the\s+)?"
    r"|they\s+(?:will\s+)?(?:say|argue|claim)\s*[:,—–\-]?\s*(?:that\s+)?"
    r")(?P<what>\S.*)",
    re.IGNORECASE,
)

# "Critics argue that …": the words that follow are the other side's.
_CONCEDES = re.compile(
    r"\b(?:(?:some|many|most|the|its|our|their|his|her)\s+)?"
    r"(?:critics|opponents|sceptics|skeptics|detractors|supporters|proponents|advocates|defenders"
    r"|others|the other side)\b(?:\s+of\s+[\w\s'’-]{1,40}?)?\s+"
    r"(?:may|might|will|would|often|have|also|rightly|wrongly)?\s*"
    r"(?:say|argue|claim|contend|object|insist|maintain|believe|warn|point out|fear|hold|reply"
    r"|respond|counter|suggest|complain|assert|argued|claimed|said|warned)s?\b",
    re.IGNORECASE,
)


def answered_heading(claim: str) -> str:
    """What a claim says it answers: "deterrence" of "AT: deterrence"; "" for other claims."""
    found = _HEADING.match(claim)
    return found["what"].strip() if found else ""


def reports_others(text: str) -> bool:
    """Whether a passage begins by telling what others say: its side is then not its article's."""
    return _CONCEDES.search(text[:160]) is not None
