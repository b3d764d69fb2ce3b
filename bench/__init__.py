"""The bench: fupin against hand-written queries that give the same answer."""
