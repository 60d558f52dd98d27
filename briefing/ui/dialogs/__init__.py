"""Dialogs: what asks the user something."""
