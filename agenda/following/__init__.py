"""Volgen: a weekly letter with what is on in a district, for an audience or about a topic, for as long as one likes.

Kept of a follower: the address and the question, nothing else; gone at the press of 'stop'.
"""
