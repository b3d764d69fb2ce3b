"""What changed between two days (变动): households that came and went, links, gaps in help."""
