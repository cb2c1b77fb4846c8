"""Demonstration content: TOML files with the texts, and what turns them into pages."""
