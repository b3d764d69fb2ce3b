"""Oversight over a registry (监督): matters, agenda, places inspected, posts, schemes."""
