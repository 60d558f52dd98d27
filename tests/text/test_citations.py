"""Expected strings were written by hand from the styles' published rules, before the code ran."""

# ruff: noqa: E501
from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.model import Evidence, EvidenceId, Mark, MarkKind, Name, Source, SourceId, TopicId
from briefing.text import dates
from briefing.text.citations import (
    Style,
    cite,
    cite_html,
    cite_runs,
    cite_sort_key,
    copy_html,
    copy_text,
    in_text,
    names,
    short_cite,
)

ADA = Name(family="Okafor", given="Ada Lin")
BEN = Name(family="Sørensen", given="Ben")
CY = Name(family="Delacroix", given="Jean-Paul")
DEE = Name(family="Ames", given="Dee")
RIVERS = Name(literal="Institute for Rivers")


def source(**fields: object) -> Source:
    base: dict[str, object] = {"id": SourceId("r1"), "topic": TopicId("t")}
    return Source(**(base | fields))  # type: ignore[arg-type]


def evidence(**fields: object) -> Evidence:
    base: dict[str, object] = {"id": EvidenceId("q1"), "quote": "Water finds its way."}
    return Evidence(**(base | fields))  # type: ignore[arg-type]


NEWS = source(
    type="article-newspaper",
    title="The Dam Nobody Wanted",
    authors=(ADA,),
    container="The Valley Herald",
    date="2024-09-18",
    url="https://valley.example/dam",
    accessed="2024-10-01",
)
TWO = source(
    type="article-magazine",
    title="What “Safe” Means",
    authors=(ADA, BEN),
    container="Levee",
    date="2023-05",
)
JOURNAL = source(
    type="article-journal",
    title="Flood Walls and Trust",
    authors=(ADA, BEN, CY),
    container="Journal of Hydrology",
    volume="12",
    issue="3",
    page="45-67",
    date="2021-02",
    url="https://doi.org/10.1000/xyz",
)
FOUR = source(
    type="book", title="Rivers We Keep", authors=(ADA, BEN, CY, DEE), publisher="Ford", date="2019"
)
BODY = source(
    type="report",
    title="State of the Rivers 2022",
    authors=(RIVERS,),
    publisher="Institute for Rivers",
    date="2022",
    url="https://rivers.example/r.pdf",
)
WEB = source(
    type="webpage",
    title="Why We Count Fish",
    authors=(ADA,),
    container="River Facts",
    url="https://facts.example/fish",
    accessed="2025-03-02",
)
UNSIGNED = source(
    type="article-newspaper",
    title="Who Pays?",
    container="The Valley Herald",
    date="2024-07-01",
)
SPEECH = source(
    type="speech",
    title="Rivers and Rights",
    container="Ford Water Forum",
    date="2020-06-04",
    url="https://forum.example/s",
)
HEARING = source(type="hearing", title="Safety of the Ford Dam", date="2018-03-20")
TREATY = source(
    type="treaty", title="Treaty on Shared Rivers", date="1997-05-21", url="https://un.example/t"
)
CHAPTER = source(
    type="chapter",
    title="After the Flood",
    authors=(BEN,),
    container="Wet Places",
    publisher="Ford",
    page="101-19",
    date="2001",
)
UNTITLED = source(type="webpage", title="[Okafor on the radio]", container="River FM", date="2020")
ARTICLE_3 = evidence(speaker="Treaty on Shared Rivers, Article 3")

MINISTER = evidence(
    speaker="Ilse van der Meer", role="water minister", date="2024-09-16", occasion="press briefing"
)

TABLE = [
    # MLA 9: list of works cited
    (None, NEWS, Style.MLA, "Okafor, Ada Lin. “The Dam Nobody Wanted.” The Valley Herald, 18 Sept. 2024, valley.example/dam. Accessed 1 Oct. 2024."),
    (None, TWO, Style.MLA, "Okafor, Ada Lin, and Ben Sørensen. “What ‘Safe’ Means.” Levee, May 2023."),
    (None, JOURNAL, Style.MLA, "Okafor, Ada Lin, et al. “Flood Walls and Trust.” Journal of Hydrology, vol. 12, no. 3, Feb. 2021, pp. 45–67, https://doi.org/10.1000/xyz."),
    (None, FOUR, Style.MLA, "Okafor, Ada Lin, et al. Rivers We Keep. Ford, 2019."),
    (None, BODY, Style.MLA, "State of the Rivers 2022. Institute for Rivers, 2022, rivers.example/r.pdf."),
    (None, WEB, Style.MLA, "Okafor, Ada Lin. “Why We Count Fish.” River Facts, facts.example/fish. Accessed 2 Mar. 2025."),
    (None, UNSIGNED, Style.MLA, "“Who Pays?” The Valley Herald, 1 July 2024."),
    (evidence(speaker="Ada Okafor"), SPEECH, Style.MLA, "Okafor, Ada. “Rivers and Rights.” Ford Water Forum, 4 June 2020, forum.example/s. Speech."),
    (None, TREATY, Style.MLA, "Treaty on Shared Rivers. 21 May 1997, un.example/t."),
    (None, CHAPTER, Style.MLA, "Sørensen, Ben. “After the Flood.” Wet Places, Ford, 2001, pp. 101–19."),
    (MINISTER, NEWS, Style.MLA, "Ilse van der Meer, qtd. in Okafor, Ada Lin. “The Dam Nobody Wanted.” The Valley Herald, 18 Sept. 2024, valley.example/dam. Accessed 1 Oct. 2024."),
    # APA 7: reference list
    (None, NEWS, Style.APA, "Okafor, A. L. (2024, September 18). The Dam Nobody Wanted. The Valley Herald. https://valley.example/dam"),
    (None, TWO, Style.APA, "Okafor, A. L., & Sørensen, B. (2023, May). What “Safe” Means. Levee."),
    (None, JOURNAL, Style.APA, "Okafor, A. L., Sørensen, B., & Delacroix, J.-P. (2021). Flood Walls and Trust. Journal of Hydrology, 12(3), 45–67. https://doi.org/10.1000/xyz"),
    (None, FOUR, Style.APA, "Okafor, A. L., Sørensen, B., Delacroix, J.-P., & Ames, D. (2019). Rivers We Keep. Ford."),
    (None, BODY, Style.APA, "Institute for Rivers. (2022). State of the Rivers 2022. https://rivers.example/r.pdf"),
    (None, WEB, Style.APA, "Okafor, A. L. (n.d.). Why We Count Fish. River Facts. Retrieved March 2, 2025, from https://facts.example/fish"),
    (None, UNSIGNED, Style.APA, "Who Pays? (2024, July 1). The Valley Herald."),
    (evidence(speaker="Ada Okafor"), SPEECH, Style.APA, "Okafor, A. (2020, June 4). Rivers and Rights [Speech]. Ford Water Forum. https://forum.example/s"),
    (evidence(speaker="Ada Okafor"), HEARING, Style.APA, "Safety of the Ford Dam (2018) (testimony of Ada Okafor)."),
    (None, TREATY, Style.APA, "Treaty on Shared Rivers, May 21, 1997, https://un.example/t"),
    (None, CHAPTER, Style.APA, "Sørensen, B. (2001). After the Flood. In Wet Places (pp. 101–19). Ford."),
    (MINISTER, NEWS, Style.APA, "Ilse van der Meer, as cited in Okafor, A. L. (2024, September 18). The Dam Nobody Wanted. The Valley Herald. https://valley.example/dam"),
    # Chicago 17: bibliography without a quotation, note with one
    (None, NEWS, Style.CHICAGO, "Okafor, Ada Lin. “The Dam Nobody Wanted.” The Valley Herald, September 18, 2024. https://valley.example/dam."),
    (evidence(speaker="Ada Lin Okafor"), NEWS, Style.CHICAGO, "Ada Lin Okafor, “The Dam Nobody Wanted,” The Valley Herald, September 18, 2024, https://valley.example/dam."),
    (evidence(), TWO, Style.CHICAGO, "Ada Lin Okafor and Ben Sørensen, “What ‘Safe’ Means,” Levee, May 2023."),
    (None, JOURNAL, Style.CHICAGO, "Okafor, Ada Lin, Ben Sørensen, and Jean-Paul Delacroix. “Flood Walls and Trust.” Journal of Hydrology 12, no. 3 (2021): 45–67. https://doi.org/10.1000/xyz."),
    (evidence(page="47"), JOURNAL, Style.CHICAGO, "Ada Lin Okafor, Ben Sørensen, and Jean-Paul Delacroix, “Flood Walls and Trust,” Journal of Hydrology 12, no. 3 (2021): 47, https://doi.org/10.1000/xyz."),
    (evidence(page="9"), FOUR, Style.CHICAGO, "Ada Lin Okafor et al., Rivers We Keep (Ford, 2019), 9."),
    (None, FOUR, Style.CHICAGO, "Okafor, Ada Lin, Ben Sørensen, Jean-Paul Delacroix, and Dee Ames. Rivers We Keep. Ford, 2019."),
    (None, WEB, Style.CHICAGO, "Okafor, Ada Lin. “Why We Count Fish.” River Facts. Accessed March 2, 2025. https://facts.example/fish."),
    (None, UNSIGNED, Style.CHICAGO, "The Valley Herald. “Who Pays?” July 1, 2024."),
    (evidence(), UNSIGNED, Style.CHICAGO, "“Who Pays?,” The Valley Herald, July 1, 2024."),
    (evidence(speaker="Ada Okafor"), SPEECH, Style.CHICAGO, "Ada Okafor, “Rivers and Rights” (speech, Ford Water Forum, June 4, 2020), https://forum.example/s."),
    (None, CHAPTER, Style.CHICAGO, "Sørensen, Ben. “After the Flood.” In Wet Places, 101–19. Ford, 2001."),
    (evidence(page="110"), CHAPTER, Style.CHICAGO, "Ben Sørensen, “After the Flood,” in Wet Places (Ford, 2001), 110."),
    (MINISTER, NEWS, Style.CHICAGO, "Ilse van der Meer, quoted in Ada Lin Okafor, “The Dam Nobody Wanted,” The Valley Herald, September 18, 2024, https://valley.example/dam."),
    # Debate: short cite first, everything on one line
    (evidence(speaker="Ada Lin Okafor", role="reporter", page="4"), NEWS, Style.DEBATE, "Okafor 24 – Ada Lin Okafor, reporter, “The Dam Nobody Wanted,” The Valley Herald, 9-18-2024, p. 4, https://valley.example/dam, accessed 10-1-2024"),
    (None, TWO, Style.DEBATE, "Okafor & Sørensen 23 – Ada Lin Okafor, Ben Sørensen, “What ‘Safe’ Means,” Levee, 5-2023"),
    (None, JOURNAL, Style.DEBATE, "Okafor et al. 21 – Ada Lin Okafor, Ben Sørensen, Jean-Paul Delacroix, “Flood Walls and Trust,” Journal of Hydrology, 2-2021, pp. 45–67, https://doi.org/10.1000/xyz"),
    (None, BODY, Style.DEBATE, "Institute for Rivers 22 – “State of the Rivers 2022,” 2022, https://rivers.example/r.pdf"),
    (None, WEB, Style.DEBATE, "Okafor n.d. – Ada Lin Okafor, “Why We Count Fish,” River Facts, no date, https://facts.example/fish, accessed 3-2-2025"),
    (None, UNSIGNED, Style.DEBATE, "The Valley Herald 24 – “Who Pays?,” 7-1-2024"),
    (MINISTER, NEWS, Style.DEBATE, "van der Meer 24 – Ilse van der Meer, water minister, press briefing, 9-16-2024, quoted in Ada Lin Okafor, “The Dam Nobody Wanted,” The Valley Herald, 9-18-2024, https://valley.example/dam, accessed 10-1-2024"),
    (None, UNTITLED, Style.MLA, "Okafor on the radio. River FM, 2020."),
    (None, UNTITLED, Style.APA, "[Okafor on the radio]. (2020). River FM."),
    (None, UNTITLED, Style.DEBATE, "River FM 20 – Okafor on the radio, 2020"),
    (ARTICLE_3, TREATY, Style.DEBATE, "Treaty on Shared Rivers 97 – Treaty on Shared Rivers, Article 3, “Treaty on Shared Rivers,” 5-21-1997, https://un.example/t"),
    (ARTICLE_3, TREATY, Style.CHICAGO, "Treaty on Shared Rivers (May 21, 1997), https://un.example/t."),
    (evidence(speaker="Lord Gill", role="peer"), NEWS, Style.DEBATE, "Gill 24 – Lord Gill, peer, quoted in Ada Lin Okafor, “The Dam Nobody Wanted,” The Valley Herald, 9-18-2024, https://valley.example/dam, accessed 10-1-2024"),
    # Plain
    (None, TWO, Style.PLAIN, "Ada Lin Okafor and Ben Sørensen, “What “Safe” Means”, Levee, May 2023."),
    (MINISTER, NEWS, Style.PLAIN, "Ilse van der Meer, water minister, press briefing, 16 September 2024, quoted in Ada Lin Okafor, “The Dam Nobody Wanted”, The Valley Herald, 18 September 2024, https://valley.example/dam."),
    # No source: the occasion stands in for it
    (MINISTER, None, Style.MLA, "van der Meer, Ilse. Press briefing, 16 Sept. 2024."),
    (MINISTER, None, Style.APA, "van der Meer, I. (2024, September 16). Press briefing."),
    (MINISTER, None, Style.CHICAGO, "Ilse van der Meer, press briefing, September 16, 2024."),
    (MINISTER, None, Style.DEBATE, "van der Meer 24 – Ilse van der Meer, water minister, press briefing, 9-16-2024"),
]  # fmt: skip


@pytest.mark.parametrize(("said", "where", "style", "expected"), TABLE)
def test_citation(said: Evidence | None, where: Source | None, style: Style, expected: str) -> None:
    assert cite(said, where, style) == expected


@pytest.mark.parametrize(
    ("said", "where", "expected"),
    [
        (evidence(speaker="Ada Lin Okafor"), NEWS, "Okafor 24"),
        (None, TWO, "Okafor & Sørensen 23"),
        (None, JOURNAL, "Okafor et al. 21"),
        (MINISTER, NEWS, "van der Meer 24"),
        (evidence(speaker="River Watch (RW)", date="2025"), None, "RW 25"),
        (None, source(title="Old Laws", authors=(BEN,), date="1868"), "Sørensen 1868"),
        (None, source(title="x", authors=(BEN,), date="c. 2024-08/2024-09"), "Sørensen c. 24"),
        (None, source(title="x", authors=(BEN,)), "Sørensen n.d."),
        (None, None, ""),
    ],
)
def test_short_cite(said: Evidence | None, where: Source | None, expected: str) -> None:
    assert short_cite(said, where) == expected


def test_this_year_is_cited_by_day() -> None:
    today = datetime.date(2024, 12, 1)
    assert short_cite(None, NEWS, today) == "Okafor 9-18"
    assert cite(None, NEWS, Style.DEBATE, today).startswith("Okafor 9-18 – ")
    assert short_cite(None, TWO, today) == "Okafor & Sørensen 23"


@pytest.mark.parametrize(
    ("said", "where", "style", "expected"),
    [
        (evidence(page="5"), NEWS, Style.MLA, "(Okafor 5)"),
        (evidence(page="5-7"), NEWS, Style.APA, "(Okafor, 2024, pp. 5–7)"),
        (MINISTER, NEWS, Style.MLA, "(van der Meer qtd. in Okafor)"),
        (MINISTER, NEWS, Style.APA, "(van der Meer, 2024, as cited in Okafor, 2024)"),
        (evidence(), JOURNAL, Style.MLA, "(Okafor et al.)"),
        (evidence(), TWO, Style.APA, "(Okafor & Sørensen, 2023)"),
        (evidence(), UNSIGNED, Style.APA, "(“Who Pays?”, 2024)"),
        (ARTICLE_3, TREATY, Style.MLA, "(Treaty on Shared Rivers)"),
        (evidence(), NEWS, Style.CHICAGO, ""),
    ],
)
def test_in_text(said: Evidence, where: Source, style: Style, expected: str) -> None:
    assert in_text(said, where, style) == expected


@pytest.mark.parametrize(
    ("iso", "mla", "apa", "chicago", "debate"),
    [
        ("2024", "2024", "2024", "2024", "2024"),
        ("2024-05-02", "2 May 2024", "2024, May 2", "May 2, 2024", "5-2-2024"),
        ("1963/1972", "1963–72", "1963–1972", "1963–72", "1963 to 1972"),
        ("1998/2003", "1998–2003", "1998–2003", "1998–2003", "1998 to 2003"),
        (
            "c. 2024-08/2024-09",
            "circa Aug.–Sept. 2024",
            "ca. 2024, August–September",
            "ca. August–September 2024",
            "c. 8-2024 to 9-2024",
        ),
        (
            "2024-11-29/2024-12-02",
            "29 Nov.–2 Dec. 2024",
            "2024, November 29–December 2",
            "November 29–December 2, 2024",
            "11-29-2024 to 12-2-2024",
        ),
        ("2024-06-03/2024-06-05", "3–5 June 2024", "2024, June 3–5", "June 3–5, 2024", "6-3-2024 to 6-5-2024"),
        ("spring 2024", "spring 2024", "spring 2024", "spring 2024", "spring 2024"),
    ],
)  # fmt: skip
def test_dates(iso: str, mla: str, apa: str, chicago: str, debate: str) -> None:
    written = (dates.mla(iso), dates.apa(iso), dates.chicago(iso), dates.debate(iso))
    assert written == (mla, apa, chicago, debate)


@pytest.mark.parametrize(
    ("speaker", "expected"),
    [
        ("Mary Ann Stone", (Name(family="Stone", given="Mary Ann"),)),
        ("Gen. John Stone", (Name(family="Stone", given="John"),)),
        ("Ada Stone and Ben Poole", (Name("Stone", "Ada"), Name("Poole", "Ben"))),
        ("Lord Gill", (Name(family="Gill"),)),
        ("River Watch", (Name(literal="River Watch"),)),
        ("Ministry of Water and Land", (Name(literal="Ministry of Water and Land"),)),
        ("NATO", (Name(literal="NATO"),)),
        ("", ()),
    ],
)
def test_speakers(speaker: str, expected: tuple[Name, ...]) -> None:
    assert names.parse(speaker) == expected


def test_titles_that_end_with_a_quotation_keep_their_stop_inside_both_marks() -> None:
    record = source(title='The End of "Safe"', container="Levee", authors=(BEN,), date="2020")
    assert "“The End of ‘Safe.’” Levee" in cite(None, record, Style.MLA)
    assert "“The End of ‘Safe,’” Levee" in cite(evidence(), record, Style.CHICAGO)


def test_a_body_that_speaks_through_its_own_document_is_first_hand() -> None:
    said = evidence(speaker="Institute for Rivers", date="2022")
    assert "qtd. in" not in cite(said, BODY, Style.MLA)
    unsigned = source(type="webpage", title="News", publisher="Institute for Rivers", date="2022")
    assert "qtd. in" not in cite(said, unsigned, Style.MLA)


def test_looks() -> None:
    italics = [run.text for run in cite_runs(None, JOURNAL, Style.APA) if run.italic]
    assert italics == ["Journal of Hydrology", "12"]
    assert [run.text for run in cite_runs(None, NEWS, Style.DEBATE) if run.bold] == ["Okafor 24"]
    assert "<i>Rivers We Keep</i>" in cite_html(None, FOUR, Style.MLA)
    assert "A &amp; B" in cite_html(None, source(title="A & B"), Style.PLAIN)


def test_copy_carries_translation_label_and_caution() -> None:
    said = evidence(
        speaker="Ada Lin Okafor",
        translated="the newspaper",
        label="about dykes, not dams",
        caution="from memory",
    )
    assert copy_text(said, NEWS, Style.MLA) == (
        "“Water finds its way.” [translated by the newspaper] [about dykes, not dams]"
        " [caution: from memory] (Okafor).\n" + cite(None, NEWS, Style.MLA)
    )
    assert copy_text(said, NEWS, Style.DEBATE).endswith("\n" + cite(said, NEWS, Style.DEBATE))


def test_copy_of_a_quoted_speaker_names_speaker_and_source_once() -> None:
    text = copy_text(MINISTER, NEWS, Style.APA)
    assert text == (
        "“Water finds its way.” (van der Meer, 2024, as cited in Okafor, 2024).\n"
        + cite(None, NEWS, Style.APA)
    )


def test_rich_copy_has_marks() -> None:
    said = evidence(marks=(Mark(0, 5, MarkKind.UNDERLINE), Mark(0, 11, MarkKind.HIGHLIGHT)))
    html = copy_html(said, NEWS, Style.PLAIN)
    assert "“<mark><u>Water</u></mark><mark> finds</mark> its way.”" in html


def test_sources_sort_by_author_or_title_without_the() -> None:
    ordered = sorted([NEWS, BODY, source(title="The Ark"), CHAPTER], key=cite_sort_key)
    assert [cite_sort_key(one)[0] for one in ordered] == [
        "ark",
        "institute for rivers",
        "okafor, ada lin",
        "sørensen, ben",
    ]


_words = st.text(max_size=20)
_names = st.lists(st.builds(Name, family=_words, given=_words, literal=_words), max_size=4)
_types = st.sampled_from(["", "book", "speech", "hearing", "treaty", "chapter", "article-journal"])
_sources = st.none() | st.builds(
    source,
    type=_types,
    title=_words,
    authors=_names.map(tuple),
    container=_words,
    publisher=_words,
    date=_words | st.just("2024-02-30"),
    url=_words,
    accessed=_words,
    page=_words,
    volume=_words,
)
_evidence = st.builds(
    evidence, quote=_words, speaker=_words, role=_words, date=_words, page=_words, caution=_words
)


@given(_evidence, _sources, st.sampled_from(Style))
def test_nothing_breaks_and_the_quotation_is_exact(
    said: Evidence, where: Source | None, style: Style
) -> None:
    assert f"“{said.quote}”" in copy_text(said, where, style)
    assert cite_html(said, where, style).count("<i>") == cite_html(said, where, style).count("</i>")
    short_cite(said, where)
    cite(None, where, style)


def test_a_debate_cite_that_somebody_wrote_is_copied_word_for_word() -> None:
    written = "Okafor 22 [Ada L. Okafor, Prof @ Test U; “Exits,”  22; https://exits.test] //GrRv"
    card = evidence(cite=written, cite_marks=(Mark(0, 9, MarkKind.EMPHASIS),), speaker="Okafor")
    full = source(title="Exits", authors=(ADA,), date="2022")
    assert cite(card, full, Style.DEBATE) == written
    assert copy_text(card, full, Style.DEBATE) == f"“{card.quote}”\n{written}"
    assert "<b>Okafor 22</b> [Ada L. Okafor" in cite_html(card, full, Style.DEBATE)
    assert "//GrRv" not in cite(card, full, Style.MLA)
    assert cite(evidence(), full, Style.DEBATE) != written
