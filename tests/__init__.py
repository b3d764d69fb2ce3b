"""The proof: cases (one sentence each), laws, oracles, and all that is shown."""
