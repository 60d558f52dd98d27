"""The fixed parts of a .docx package: styles with the ids, names and looks of Verbatim 6."""

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

_STYLES = (
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
    _paragraph_style("Analytic", "Analytic", "", '<w:spacing w:before="80"/>', ""),
    _paragraph_style("Undertag", "Undertag", "", "<w:keepNext/>", "<w:i/><w:iCs/>"),
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

STYLES = (
    f"{_HEAD}<w:styles {_W}><w:docDefaults><w:rPrDefault><w:rPr>"
    '<w:rFonts w:ascii="Calibri" w:hAnsi="Calibri" w:eastAsia="Calibri" w:cs="Calibri"/>'
    f"{_sizes(22)}<w:lang w:val=@LANGUAGE@/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
    '<w:spacing w:after="80" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    f"</w:docDefaults>{''.join(_STYLES)}</w:styles>"
)
