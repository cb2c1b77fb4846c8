"""Advice on plain Dutch for whoever writes: rules one can explain, and never a wall."""
