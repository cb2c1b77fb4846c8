"""The form by which anybody orders cards, and the page behind the link in the letters."""
