"""What a cite says."""

from __future__ import annotations

import pytest

from briefing.importers.cites import read


@pytest.mark.parametrize(
    ("text", "container"),
    [
        (
            "Rivera 24, 1/2/2024, “A Long Enough Title,” Test Review, https://a.example/b",
            "Test Review",
        ),
        (
            "Rivera 24, “A Long Enough Title,” https://a.example/b, The Test Review",
            "The Test Review",
        ),
        ("Rivera 24, “A Long Enough Title,” https://a.example/b, Stras", ""),
        ("Rivera 24, “A Long Enough Title,” https://a.example/b //XYZ", ""),
        ("Rivera 24, “A Long Enough Title,” Test Review https://a.example/b", "Test Review"),
    ],
)
def test_the_cutters_sign_is_no_publication(text: str, container: str) -> None:
    assert read(text, "Rivera 24").container == container
