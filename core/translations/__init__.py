"""Pages in more than one language: which fields are translated, what follows the Dutch page, machine translation."""
