"""Briefing: read an article beside what answers it and what supports it."""

__version__ = "0.1.0"
