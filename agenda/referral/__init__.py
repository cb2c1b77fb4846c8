"""For referrers: `picking.py` (what they pick from), `baskets.py` (what they picked for a client), `admin.py`."""
