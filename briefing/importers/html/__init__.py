"""Web pages: from a tree to blocks, the article among them, and what the page says of it."""
