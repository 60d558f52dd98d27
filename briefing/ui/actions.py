"""The table of everything one can do: menus, palette, shortcut sheet and docs come from it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ActionSpec:
    """One thing to do. `run` names a method of `Commands`."""

    id: str
    text: str
    menu: str
    run: str
    keys: tuple[str, ...] = ()
    tip: str = ""
    needs_writable: bool = False
    apart: bool = False  # a line above it in the menu


_CUT = "Makes a point of the selected words, with its source, linked to the passage"

ACTIONS: tuple[ActionSpec, ...] = (
    # Library
    ActionSpec("library.new", "New library …", "Library", "new_library"),
    ActionSpec("library.open", "Open library …", "Library", "open_library", ("Ctrl+O",)),
    ActionSpec("library.starter", "Open starter library", "Library", "open_starter"),
    ActionSpec("library.copy", "Save a copy …", "Library", "copy_library"),
    ActionSpec("library.window", "New window", "Library", "new_window", ("Ctrl+Shift+N",)),
    ActionSpec("library.reload", "Read files again", "Library", "reload", ("Ctrl+R",)),
    ActionSpec(
        "library.import",
        "Import …",
        "Library",
        "import_files",
        ("Ctrl+I",),
        needs_writable=True,
    ),
    ActionSpec(
        "library.import_folder",
        "Import a folder …",
        "Library",
        "import_folder",
        needs_writable=True,
    ),
    ActionSpec("library.export", "Export …", "Library", "export", ("Ctrl+E",)),
    ActionSpec(
        "library.topic", "New topic …", "Library", "new_topic", needs_writable=True, apart=True
    ),
    ActionSpec("library.article", "New article …", "Library", "new_article", needs_writable=True),
    ActionSpec("library.folder", "Copy folder path", "Library", "copy_folder"),
    ActionSpec("library.settings", "Settings …", "Library", "open_settings", ("Ctrl+,",)),
    ActionSpec("library.close", "Close window", "Library", "close", ("Ctrl+W",)),
    ActionSpec("library.quit", "Quit", "Library", "quit", ("Ctrl+Q",)),
    # Edit
    ActionSpec("edit.undo", "Undo", "Edit", "undo", ("Ctrl+Z",)),
    ActionSpec("edit.redo", "Redo", "Edit", "redo", ("Ctrl+Shift+Z", "Ctrl+Y")),
    ActionSpec("edit.cut", "Cut a card …", "Edit", "cut_card", ("Ctrl+T",), _CUT, True, apart=True),
    ActionSpec("edit.point", "New point …", "Edit", "new_point", ("Ctrl+Alt+N",), "", True),
    ActionSpec(
        "edit.quoted",
        "New point from this quotation …",
        "Edit",
        "point_from_quote",
        ("Ctrl+Shift+T",),
        "",
        True,
    ),
    ActionSpec("edit.change", "Edit point …", "Edit", "edit_point", ("Ctrl+Shift+E",), "", True),
    ActionSpec("edit.marks", "Mark evidence …", "Edit", "mark_evidence", ("F9",), "", True),
    ActionSpec(
        "edit.link", "Link point to …", "Edit", "link_to", ("Ctrl+L",), "", True, apart=True
    ),
    ActionSpec("edit.here", "Link a point here …", "Edit", "link_here", ("Ctrl+Alt+L",), "", True),
    ActionSpec("edit.links", "Links of the point …", "Edit", "show_links", ("Ctrl+Shift+K",)),
    ActionSpec("edit.merge", "Merge with another point …", "Edit", "merge_point", (), "", True),
    ActionSpec("edit.first", "Let this cut stand first", "Edit", "stand_first", (), "", True),
    ActionSpec(
        "edit.delete", "Delete point", "Edit", "delete_point", ("Ctrl+Shift+Del",), "", True
    ),
    ActionSpec(
        "edit.note",
        "Note on this passage …",
        "Edit",
        "note_here",
        ("Ctrl+M",),
        "",
        True,
        apart=True,
    ),
    ActionSpec("edit.source", "New source …", "Edit", "new_source", (), "", True, apart=True),
    ActionSpec("edit.this-source", "Edit source …", "Edit", "edit_source", (), "", True),
    ActionSpec("edit.source-away", "Delete source", "Edit", "delete_source", (), "", True),
    ActionSpec(
        "edit.article",
        "Edit article …",
        "Edit",
        "edit_article",
        ("Ctrl+Alt+E",),
        "",
        True,
        apart=True,
    ),
    ActionSpec("edit.article-away", "Delete article …", "Edit", "delete_article", (), "", True),
    ActionSpec("edit.topic", "Edit topic …", "Edit", "edit_topic", (), "", True),
    ActionSpec("edit.themes", "Themes …", "Edit", "show_themes", (), "", True),
    ActionSpec("edit.claims", "Edit claims and fact checks …", "Edit", "edit_claims", (), "", True),
    ActionSpec("edit.page", "Edit this page …", "Edit", "edit_page", (), "", True),
    ActionSpec("edit.trash", "Trash …", "Edit", "show_trash", apart=True),
    ActionSpec("edit.drafts", "Unsaved words …", "Edit", "show_drafts"),
    # Go
    ActionSpec("go.search", "Search", "Go", "focus_search", ("Ctrl+K",)),
    ActionSpec("go.recent", "Recent searches …", "Go", "show_recent_searches", ("Ctrl+H",)),
    ActionSpec("go.filter", "Filter the results …", "Go", "filter_results", ("Ctrl+Shift+H",)),
    ActionSpec("go.within", "Search within the results", "Go", "search_within", ("Ctrl+G",)),
    ActionSpec("go.save", "Save this search", "Go", "save_search", ("Ctrl+Shift+S",)),
    ActionSpec("go.back", "Back", "Go", "go_back", ("Alt+Left",)),
    ActionSpec("go.forward", "Forward", "Go", "go_forward", ("Alt+Right",)),
    ActionSpec("go.outline", "Contents of this article", "Go", "open_outline", ("Ctrl+Shift+O",)),
    ActionSpec("go.find", "Find in article", "Go", "find_in_article", ("Ctrl+F",)),
    ActionSpec("go.next", "Next passage with points", "Go", "next_passage", ("Alt+Down",)),
    ActionSpec(
        "go.previous", "Previous passage with points", "Go", "previous_passage", ("Alt+Up",)
    ),
    ActionSpec("go.pin", "Pin or follow the passage", "Go", "toggle_pin", ("Ctrl+D",)),
    ActionSpec("go.library", "To the library", "Go", "focus_library", ("Ctrl+1",)),
    ActionSpec("go.reader", "To the article", "Go", "focus_reader", ("Ctrl+2",)),
    ActionSpec("go.points", "To the points", "Go", "focus_points", ("Ctrl+3",)),
    ActionSpec("go.case", "To the case", "Go", "focus_case", ("Ctrl+4",)),
    ActionSpec("go.checks", "Check quotations", "Go", "check_quotations", ("F7",)),
    ActionSpec("go.gaps", "Gaps of this topic", "Go", "open_gaps", ("Shift+F7",)),
    ActionSpec("go.alike", "Alike points of this topic", "Go", "open_alike"),
    # Suggest
    ActionSpec("suggest.answers", "What answers this?", "Suggest", "what_answers", ("Alt+A",)),
    ActionSpec("suggest.supports", "What supports this?", "Suggest", "what_supports", ("Alt+S",)),
    ActionSpec("suggest.focus", "To the suggestions", "Suggest", "focus_suggestions", ("Ctrl+5",)),
    ActionSpec(
        "suggest.coverage", "Coverage of this article", "Suggest", "cover_article", ("Ctrl+F7",)
    ),
    ActionSpec("suggest.restore", "Bring back the last dismissed", "Suggest", "restore_suggestion"),
    ActionSpec("suggest.forget", "Forget what was learned …", "Suggest", "forget_learned"),
    # View
    ActionSpec("view.counter", "Counterpoints only", "View", "show_counter", ("Ctrl+Shift+1",)),
    ActionSpec("view.support", "Supporting points only", "View", "show_support", ("Ctrl+Shift+2",)),
    ActionSpec("view.both", "Both", "View", "show_both", ("Ctrl+Shift+3",)),
    ActionSpec("view.bigger", "Larger text", "View", "zoom_in", ("Ctrl++", "Ctrl+=")),
    ActionSpec("view.smaller", "Smaller text", "View", "zoom_out", ("Ctrl+-",)),
    ActionSpec("view.normal", "Normal text size", "View", "zoom_normal", ("Ctrl+0",)),
    ActionSpec("view.wider", "Wider column", "View", "widen", ("Alt+Shift+Right",)),
    ActionSpec("view.narrower", "Narrower column", "View", "narrow", ("Alt+Shift+Left",)),
    ActionSpec("view.theme", "Next colours", "View", "next_theme", ("Ctrl+Shift+L",)),
    ActionSpec("view.font", "Next reading font", "View", "next_font", ("Ctrl+Shift+F",)),
    ActionSpec(
        "view.evidence", "Next look of quotations", "View", "next_evidence_look", ("Ctrl+8",)
    ),
    ActionSpec("view.condense", "Condense quotations or not", "View", "condense", ("F3",)),
    ActionSpec("view.library", "Show or hide the library", "View", "toggle_library", ("Ctrl+B",)),
    ActionSpec(
        "view.points", "Show or hide the points", "View", "toggle_points", ("Ctrl+Shift+B",)
    ),
    ActionSpec("view.full", "Full screen", "View", "toggle_full_screen", ("F11",)),
    # Case
    ActionSpec("case.new", "New case …", "Case", "new_case", ("Ctrl+N",), needs_writable=True),
    ActionSpec("case.toggle", "Show or hide the case", "Case", "toggle_case", ("Ctrl+J",)),
    # Present
    ActionSpec("present.start", "Present", "Present", "present", ("F5",)),
    ActionSpec("present.case", "Present the case", "Present", "present_case", ("Shift+F5",)),
    ActionSpec("present.topic", "Present the two sides of the topic", "Present", "present_topic"),
    # Help
    ActionSpec("help.palette", "All commands …", "Help", "open_palette", ("Ctrl+Shift+P",)),
    ActionSpec("help.keys", "Keys", "Help", "open_keys", ("F1",)),
    ActionSpec("help.search", "How to search", "Help", "open_search_help"),
    ActionSpec("help.tour", "Two-minute tour", "Help", "open_tour"),
    ActionSpec("help.about", "About Briefing", "Help", "about"),
)

MENUS = tuple(dict.fromkeys(action.menu for action in ACTIONS))
