"""The puzzle a browser solves by itself, with nobody else involved: ALTCHA's proof of work."""


def is_solved(payload: str) -> bool:
    """Whether `payload` solves a puzzle of ours that is still open; each counts once."""
    return False
