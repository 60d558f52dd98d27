"""The projector view."""
