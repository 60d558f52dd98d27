"""The panes of the window, one module each. Panes never call panes."""
