"""The desktop window: the only room with PySide6."""
