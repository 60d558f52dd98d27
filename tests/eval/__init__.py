"""How good the suggestions and the search are, measured on folders of judged queries."""
