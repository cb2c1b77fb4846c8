"""The Week and other campaigns: `programmes.py` (what there is), `next_year.py` (made from this one), `admin.py`."""
