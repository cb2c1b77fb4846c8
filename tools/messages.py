"""Message catalogues: ``messages.py extract | check | compile``.

``extract``  collects the texts of code and templates into locale/<language>/LC_MESSAGES/django.po (needs gettext)
``check``    fails when a text is not in the catalogues, has no translation, is fuzzy, or loses a placeholder, and says
             how complete the languages are that may lack texts
``compile``  writes .mo files; needs no gettext, so every machine can do it
"""

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

import polib

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "locale"
# Dutch is what visitors read; English is the source, so its catalogue repeats the texts.
COMPLETE = ("nl", "en")
# What is missing in these is shown in Dutch. The office is Dutch only, so they need what the public sees;
# programs and who makes them read Dutch or English.
OFFERED = ("ar", "tr", "uk")
OFFICE = re.compile(
    r"(^|/)(admin|wagtail[a-z]*|panels|management|migrations|models|blocks|plain_language|legacy|infokaart/print)(/|$)"
    r"|(^|_|/)(admin|models|wagtail_hooks|panels|office|blocks|apps|keepers|spreadsheet|low_stock|styleguide)\.py$"
    r"|agenda/(imports/|exports/open_data_schema)|(^|/)api(\.py$|/)|old_addresses/importing|search/documents|open_data\.html"
)
IGNORE = ["node_modules/*", ".venv/*", "var/*", "static/*", "tests/*", "bench/*", "tools/*"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")

Key = tuple[str | None, str, str]


def catalogue(language: str, folder: Path = LOCALE) -> Path:
    """Path of one language's catalogue."""
    return folder / language / "LC_MESSAGES" / "django.po"


def extract(languages: tuple[str, ...], folder: Path = LOCALE) -> None:
    """Write the texts found in the source into the catalogues under ``folder``, keeping what is translated.

    Raises:
        MissingProgramError: when gettext is not here and could not be installed.
    """
    from system_packages import ensure

    ensure("xgettext", "gettext")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "utrechtomarmt.settings.test")
    os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
    sys.path[:0] = [str(ROOT / "site"), str(ROOT)]
    import django
    from django.core.management import call_command
    from django.core.management.commands.makemessages import Command

    class IntoFolder(Command):
        """Django's own command writes beside the code; this one writes where it is told."""

        def find_files(self, root: str) -> list[Any]:
            self.locale_paths = [str(folder)]
            found = super().find_files(root)
            for file in found:
                file.locale_dir = str(folder)
            return found

    django.setup()
    os.chdir(ROOT)
    for language in languages:
        catalogue(language, folder).parent.mkdir(parents=True, exist_ok=True)
    call_command(
        IntoFolder(),
        locale=list(languages),
        ignore_patterns=IGNORE,
        no_obsolete=True,
        add_location="file",
        no_wrap=True,
        verbosity=0,
    )
    for language in languages:
        _tidy(catalogue(language, folder), repeat=language == "en")


def check() -> list[str]:
    """Return one line per fault; empty when the catalogues are complete and up to date."""
    with tempfile.TemporaryDirectory() as scratch:
        extract(("nl",), Path(scratch))
        wanted = {_key(entry) for entry in polib.pofile(str(catalogue("nl", Path(scratch))))}
    faults = []
    for language in COMPLETE:
        entries = {_key(entry): entry for entry in _entries(language)}
        faults += [f"{language}: not in the catalogue (make messages): {key[1]!r}" for key in wanted - entries.keys()]
        faults += [
            f"{language}: no longer in the source (make messages): {key[1]!r}" for key in entries.keys() - wanted
        ]
        for entry in entries.values():
            faults += [f"{language}: {fault}: {entry.msgid!r}" for fault in _faults(entry)]
    for language in OFFERED:
        for entry in _entries(language):
            if entry.fuzzy or _is_translated(entry):
                faults += [f"{language}: {fault}: {entry.msgid!r}" for fault in _faults(entry)]
    return sorted(faults)


def completeness(language: str) -> tuple[int, int]:
    """How many of the texts the public sees are in a language, and how many there are."""
    public = {_key(entry) for entry in _entries("nl") if any(not OFFICE.search(path) for path, _ in entry.occurrences)}
    translated = {_key(entry) for entry in _entries(language) if _is_translated(entry)}
    return len(public & translated), len(public)


def compile_all() -> int:
    """Write a .mo beside every .po and return how many were written."""
    sources = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    for source in sources:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return len(sources)


def _entries(language: str) -> list[polib.POEntry]:
    path = catalogue(language)
    return [entry for entry in polib.pofile(str(path)) if not entry.obsolete] if path.exists() else []


def _translations(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def _is_translated(entry: polib.POEntry) -> bool:
    return any(_translations(entry))


def _faults(entry: polib.POEntry) -> list[str]:
    if entry.fuzzy:
        return ["fuzzy"]
    translations = _translations(entry)
    if not translations or not all(translations):
        return ["no translation"]
    # A singular may say "one" in words; the last form must carry what the source carries.
    source = set(PLACEHOLDER.findall(entry.msgid_plural or entry.msgid))
    return [] if set(PLACEHOLDER.findall(translations[-1])) == source else ["placeholders differ"]


def _key(entry: polib.POEntry) -> Key:
    return entry.msgctxt, entry.msgid, entry.msgid_plural


def _tidy(path: Path, *, repeat: bool) -> None:
    """Drop dates and addresses that would change at every run; fill English with its own source texts."""
    entries = polib.pofile(str(path), wrapwidth=0)
    entries.header = ""
    entries.metadata = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Language": path.parents[1].name,
        "Plural-Forms": entries.metadata.get("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    }
    entries.metadata_is_fuzzy = False
    for entry in entries:
        if entry.fuzzy:
            # A guess from words that look alike: better none than a wrong one.
            entry.flags.remove("fuzzy")
            entry.previous_msgctxt = entry.previous_msgid = entry.previous_msgid_plural = None
            entry.msgstr, entry.msgstr_plural = "", dict.fromkeys(entry.msgstr_plural, "")
        if repeat and not entry.translated():
            entry.msgstr = "" if entry.msgid_plural else entry.msgid
            entry.msgstr_plural = {0: entry.msgid, 1: entry.msgid_plural} if entry.msgid_plural else {}
    entries.save(str(path))


def main() -> int:
    """Do what the command line asks; 1 when the check found a fault."""
    goal = sys.argv[1] if len(sys.argv) == 2 else ""
    if goal == "extract":
        extract((*COMPLETE, *OFFERED))
    elif goal == "check":
        faults = check()
        for language in OFFERED:
            done, wanted = completeness(language)
            print(f"{language}: {done} of the {wanted} texts for the public ({done / wanted:.0%})")
        print("\n".join(faults) or "messages: complete and up to date")
        return 1 if faults else 0
    elif goal == "compile":
        print(f"{compile_all()} catalogues compiled")
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
