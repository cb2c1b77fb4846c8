"""'Ik doe mee': signing the declaration without an account, and looking after one's own profile by link."""
