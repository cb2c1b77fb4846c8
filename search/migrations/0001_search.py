"""What the search keeps, with what each database needs for it, and words that mean the same to begin with."""

import django.contrib.postgres.search
import django.db.models.deletion
from django.db import migrations, models

import search.models

# The stemmers without lists of words to leave out: the search leaves out its own, the same on every database.
STEMMERS = {"nl": "dutch", "en": "english", "tr": "turkish", "ar": "arabic"}
# Words people say for what the site calls otherwise; editors change them.
SYNONYMS = [
    ["ouderen", "senioren", "55-plus", "bejaarden", "op leeftijd"],
    ["jongeren", "jongvolwassenen", "jeugd", "tieners"],
    ["samen eten", "eetclub", "eetcafé", "buurtmaaltijd", "aanschuiven", "eten met de buurt"],
    ["wandelen", "lopen", "ommetje"],
    ["fitness", "bewegen", "sporten", "gymmen"],
    ["computer", "laptop", "tablet", "digitaal"],
    ["maatje", "buddy"],
    ["mantelzorg", "mantelzorger", "mantelzorgers"],
    ["vrijwilliger", "vrijwilligerswerk"],
    ["rouw", "overleden", "overlijden", "weduwe", "weduwnaar", "verlies"],
    ["gehoor", "slechthorend", "doof", "hoortest", "slecht horen"],
    ["rolstoel", "rolstoeltoegankelijk", "drempelvrij", "toegankelijk"],
    ["vervoer", "ophalen", "taxi", "mobiliteit"],
    ["geldzorgen", "schulden", "armoede", "rondkomen"],
    ["brief", "papieren", "post", "formulier"],
    ["schilderen", "tekenen", "verf", "knutselen", "creatief"],
    ["handwerken", "breien", "haken", "naaien", "wol"],
    ["tuin", "tuinieren"],
    ["zingen", "koor"],
    ["praten", "praatje", "luisterend oor", "gesprek"],
    ["lhbti", "roze", "homo", "lesbisch", "queer", "regenboog"],
    ["migratieachtergrond", "migranten", "nieuwkomers"],
    ["dementie", "alzheimer", "geheugen"],
    ["buurthuis", "buurtkamer", "wijkcentrum", "buurtcentrum"],
    ["gratis", "kosteloos"],
    ["cursus", "training", "workshop"],
    ["hulplijn", "luisterlijn", "telefoonnummer"],
]


def prepare_postgres(apps, schema_editor):
    """Make the text search configurations and indexes of PostgreSQL."""
    if schema_editor.connection.vendor != "postgresql":
        return
    run = schema_editor.execute
    run("CREATE EXTENSION IF NOT EXISTS unaccent")
    run("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    for code, name in STEMMERS.items():
        run(f"CREATE TEXT SEARCH DICTIONARY zoek_{code}_stam (TEMPLATE = snowball, LANGUAGE = {name})")
    for code in [*STEMMERS, "anders"]:
        stem = f"zoek_{code}_stam" if code in STEMMERS else "simple"
        run(f"CREATE TEXT SEARCH CONFIGURATION zoek_{code} (COPY = simple)")
        run(
            f"ALTER TEXT SEARCH CONFIGURATION zoek_{code} ALTER MAPPING FOR asciiword, word, numword"
            f" WITH unaccent, {stem}"
        )
    run("CREATE INDEX search_entry_vector ON search_entry USING gin (vector)")
    run("CREATE INDEX search_entry_title_words ON search_entry USING gin (title_words gin_trgm_ops)")
    run("CREATE INDEX search_word_text ON search_word USING gin (text gin_trgm_ops)")


def prepare_sqlite(apps, schema_editor):
    """Make the full text table of SQLite."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            "CREATE VIRTUAL TABLE search_entry_text USING fts5"
            "(title, names, introduction, body, tokenize = 'unicode61 remove_diacritics 2')"
        )


def undo(apps, schema_editor):
    """Remove what is no table of a model; the extensions may serve others too."""
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE search_entry_text")
        return
    for code in [*STEMMERS, "anders"]:
        schema_editor.execute(f"DROP TEXT SEARCH CONFIGURATION zoek_{code}")
    for code in STEMMERS:
        schema_editor.execute(f"DROP TEXT SEARCH DICTIONARY zoek_{code}_stam")


def begin_synonyms(apps, schema_editor):
    """Write the first groups of words that mean the same."""
    model = apps.get_model("search", "Synonyms")
    model.objects.bulk_create(model(language="nl", words="\n".join(group)) for group in SYNONYMS)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("agenda", "0010_counter_block"),
        ("core", "0005_missing_addresses"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.CreateModel(
            name="Synonyms",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "language",
                    models.CharField(
                        choices=search.models.site_languages, default="nl", max_length=10, verbose_name="language"
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        help_text="One on each line, at least two. A group of words is allowed, for example 'samen eten'.",
                        max_length=1000,
                        verbose_name="words that mean the same",
                    ),
                ),
            ],
            options={
                "verbose_name": "words that mean the same",
                "verbose_name_plural": "words that mean the same",
                "ordering": ["language", "words", "pk"],
            },
        ),
        migrations.CreateModel(
            name="DocumentText",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("file_hash", models.CharField(max_length=40)),
                ("text", models.TextField(blank=True)),
                ("problem", models.CharField(blank=True, max_length=200, verbose_name="why it could not be read")),
                ("pages", models.PositiveIntegerField(default=0)),
                ("read_at", models.DateTimeField(auto_now=True)),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="read_text", to="core.customdocument"
                    ),
                ),
            ],
            options={
                "verbose_name": "text of a document",
                "verbose_name_plural": "texts of documents",
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("kind", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=255)),
                ("title_words", models.CharField(max_length=600)),
                ("text", models.TextField()),
                ("place", models.CharField(max_length=255)),
                ("districts", models.CharField(max_length=255)),
                ("first_day", models.DateField(null=True)),
                ("last_day", models.DateField(null=True)),
                ("dates_of", models.BigIntegerField(null=True)),
                ("art_seed", models.CharField(max_length=60)),
                ("vector", django.contrib.postgres.search.SearchVectorField(null=True)),
                (
                    "document",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="core.customdocument",
                    ),
                ),
                (
                    "page",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="wagtailcore.page"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.SET_NULL, related_name="+", to="core.topic"
                    ),
                ),
                (
                    "venue",
                    models.OneToOneField(
                        null=True, on_delete=django.db.models.deletion.CASCADE, related_name="+", to="agenda.venue"
                    ),
                ),
            ],
            options={
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="Word",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=10)),
                ("text", models.CharField(max_length=64)),
                ("written", models.CharField(max_length=80)),
                ("entries", models.PositiveIntegerField(default=1)),
            ],
            options={
                "default_permissions": (),
                "constraints": [models.UniqueConstraint(fields=("language", "text"), name="word_once")],
            },
        ),
        migrations.RunPython(prepare_postgres, migrations.RunPython.noop),
        migrations.RunPython(prepare_sqlite, undo),
        migrations.RunPython(begin_synonyms, migrations.RunPython.noop),
    ]
