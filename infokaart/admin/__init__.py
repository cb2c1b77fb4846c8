"""The office of who packs and posts the orders.

- `rooms.py`: who may come in, and the ways between the screens; `hooks.py`: their addresses.
- `choice.py`: which orders one looks at; `queue.py`: the list, and the spreadsheet of it.
- `many.py`: what is done with many at once, and printing.
- `order.py`: one order, and each of its moves.
- `shelf.py`: what is in stock, and how that came about.
- `panel.py`: what waits and what runs low, on the first screen of the office.
- `keepers.py`: who packs also keeps the pages of the cards; what was ordered cannot be deleted.
"""
