"""The desktop window: the only room with PySide6.

The rooms below are imported first: once PySide6 is there, it looks at every further import, which
adds a tenth to the time until the window is painted.
"""

from __future__ import annotations

import briefing.app.navigation
import briefing.app.reading
import briefing.app.seeds
import briefing.app.settings
import briefing.app.workspace
import briefing.library.glimpse  # noqa: F401
