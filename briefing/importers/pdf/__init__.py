"""PDF: lines with their places and sizes, what is no text among them, and paragraphs."""
