"""Texts: front matter, records, Markdown, passages and their anchors, citations, words."""
