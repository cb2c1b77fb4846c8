"""The read-only API: `collections` (what every collection has, and the register), `own` (documents and words)."""
