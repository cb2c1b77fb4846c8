"""The read-only API put together: addresses, answers, its description (OpenAPI), and the page about it for people."""
