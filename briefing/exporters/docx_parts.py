"""The fixed parts of a .docx package: styles of Verbatim 6 (ids, names, looks), and plain ones."""

from __future__ import annotations

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"

CONTENT_TYPES = (
    f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_MAIN}.styles+xml"/>'
    f'<Override PartName="/word/settings.xml" ContentType="{_MAIN}.settings+xml"/></Types>'
)

PACKAGE_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/>'
    "</Relationships>"
)

DOCUMENT_RELS = (
    f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/settings" Target="settings.xml"/></Relationships>'
)

SETTINGS = (
    f'{_HEAD}<w:settings {_W}><w:compat><w:compatSetting w:name="compatibilityMode" '
    'w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat></w:settings>'
)


def _paragraph_style(
    style: str, name: str, alias: str, paragraph: str, run: str, *, based: str = "Normal"
) -> str:
    linked = f"{style}Char"
    custom = "" if style.startswith("Heading") else ' w:customStyle="1"'
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{style}"><w:name w:val="{name}"/>'
        + (f'<w:aliases w:val="{alias}"/>' if alias else "")
        + f'<w:basedOn w:val="{based}"/><w:next w:val="Normal"/><w:link w:val="{linked}"/>'
        f"<w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        f'<w:style w:type="character" w:customStyle="1" w:styleId="{linked}">'
        f'<w:name w:val="{name} Char"/>'
        + (f'<w:aliases w:val="{alias} Char"/>' if alias else "")
        + f'<w:basedOn w:val="DefaultParagraphFont"/><w:link w:val="{style}"/>'
        f"<w:rPr>{run}</w:rPr></w:style>"
    )


def _sizes(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


_KEEP = "<w:keepNext/><w:keepLines/>"
_BREAK = f"{_KEEP}<w:pageBreakBefore/>"
_SIDE = 'w:val="single" w:sz="24" w:space="1" w:color="auto"'
_BOX = "".join(f"<w:{side} {_SIDE}/>" for side in ("top", "left", "bottom", "right"))
_BOLD = "<w:b/><w:bCs/>"

_VERBATIM = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:aliases w:val="Normal/Card"/><w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>',
    _paragraph_style(
        "Heading1",
        "heading 1",
        "Pocket",
        f"{_BREAK}<w:pBdr>{_BOX}</w:pBdr>"
        '<w:spacing w:before="240"/><w:jc w:val="center"/><w:outlineLvl w:val="0"/>',
        _BOLD + _sizes(52),
    ),
    _paragraph_style(
        "Heading2",
        "heading 2",
        "Hat",
        f'{_BREAK}<w:spacing w:before="200"/><w:jc w:val="center"/><w:outlineLvl w:val="1"/>',
        _BOLD + _sizes(44) + '<w:u w:val="double"/>',
    ),
    _paragraph_style(
        "Heading3",
        "heading 3",
        "Block",
        f'{_BREAK}<w:spacing w:before="200"/><w:jc w:val="center"/><w:outlineLvl w:val="2"/>',
        _BOLD + _sizes(32) + '<w:u w:val="single"/>',
    ),
    _paragraph_style(
        "Heading4",
        "heading 4",
        "Tag",
        f'{_KEEP}<w:spacing w:before="200"/><w:outlineLvl w:val="3"/>',
        _BOLD + _sizes(26),
    ),
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>',
    '<w:style w:type="character" w:customStyle="1" w:styleId="Style13ptBold">'
    '<w:name w:val="Style 13 pt Bold"/><w:aliases w:val="Cite"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>'
    f'<w:rPr>{_BOLD}{_sizes(26)}<w:u w:val="none"/></w:rPr></w:style>',
    '<w:style w:type="character" w:customStyle="1" w:styleId="StyleUnderline">'
    '<w:name w:val="Style Underline"/><w:aliases w:val="Underline"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>'
    f'<w:rPr><w:b w:val="0"/><w:bCs w:val="0"/>{_sizes(22)}<w:u w:val="single"/></w:rPr></w:style>',
    '<w:style w:type="character" w:styleId="Emphasis"><w:name w:val="Emphasis"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/><w:qFormat/>'
    f'<w:rPr>{_BOLD}<w:i w:val="0"/><w:iCs w:val="0"/>{_sizes(22)}<w:u w:val="single"/></w:rPr>'
    "</w:style>",
    '<w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/>'
    '<w:basedOn w:val="DefaultParagraphFont"/>'
    '<w:rPr><w:color w:val="auto"/><w:u w:val="none"/></w:rPr></w:style>',
)

# Not Verbatim's own, but known to its successors.
ANALYTIC_STYLES = _paragraph_style(
    "Analytic", "Analytic", "", '<w:spacing w:before="80"/>', ""
) + _paragraph_style("Undertag", "Undertag", "", "<w:keepNext/>", "<w:i/><w:iCs/>")


def verbatim_styles(more: str) -> str:
    """styles.xml with Verbatim's styles and `more`."""
    return _styles_part("Calibri", "".join(_VERBATIM) + more, 'w:after="80" w:line="259"')


def plain_styles() -> str:
    """styles.xml of a document for everybody."""
    return _styles_part("Cambria", "".join(_PLAIN), 'w:after="120" w:line="276"')


def _styles_part(font: str, styles: str, spacing: str) -> str:
    return (
        f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
        f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}" w:eastAsia="{font}" w:cs="{font}"/>'
        f"{_sizes(22)}<w:lang w:val=@LANGUAGE@/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        f'<w:spacing {spacing} w:lineRule="auto"/></w:pPr></w:pPrDefault>'
        f"</w:docDefaults>{styles}</w:styles>"
    )


def _plain_style(style: str, name: str, paragraph: str, run: str) -> str:
    return (
        f'<w:style w:type="paragraph" w:styleId="{style}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _plain_heading(level: int, size: int) -> str:
    before = {1: 360, 2: 280, 3: 240}.get(level, 200)
    paragraph = (
        f'{_KEEP}<w:spacing w:before="{before}" w:after="80"/><w:outlineLvl w:val="{level - 1}"/>'
    )
    return _plain_style(f"Heading{level}", f"heading {level}", paragraph, _BOLD + _sizes(size))


_GREY = '<w:color w:val="444444"/>'
_PLAIN = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    "<w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>",
    _plain_style("Title", "Title", f'{_KEEP}<w:spacing w:after="120"/>', _BOLD + _sizes(40)),
    _plain_style("Subtitle", "Subtitle", '<w:spacing w:after="60"/>', _GREY + _sizes(20)),
    *(_plain_heading(level, size) for level, size in ((1, 32), (2, 28), (3, 25), (4, 23))),
    _plain_style("Quote", "Quote", '<w:keepLines/><w:ind w:left="567" w:right="567"/>', ""),
    _plain_style(
        "Citation", "Citation", '<w:spacing w:after="200"/><w:ind w:left="567"/>', _sizes(19)
    ).replace('w:type="paragraph"', 'w:type="paragraph" w:customStyle="1"'),
    _plain_style("Note", "Note", '<w:spacing w:after="80"/>', _GREY + _sizes(19)).replace(
        'w:type="paragraph"', 'w:type="paragraph" w:customStyle="1"'
    ),
    _plain_style(
        "Bibliography", "Bibliography", '<w:ind w:left="360" w:hanging="360"/>', _sizes(20)
    ),
    '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
    '<w:name w:val="Default Paragraph Font"/></w:style>',
)
