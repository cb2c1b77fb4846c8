"""The list of hard words, with the first of them; editors keep it from here on."""

from typing import Any

import django.core.validators
from django.db import migrations, models

FIRST_WORDS = {
    "activering": "iets gaan doen",
    "adequaat": "goed, passend",
    "alsmede": "en ook",
    "bewerkstelligen": "zorgen voor",
    "cliënt": "mensen, bezoekers",
    "cohesie": "elkaar kennen",
    "conform": "volgens",
    "consumptie": "iets te drinken",
    "derhalve": "daarom",
    "dient te": "moet",
    "dienen te": "moeten",
    "diverse": "verschillende, een paar",
    "doelgroep": "voor wie het is",
    "doelstelling": "doel",
    "draagvlak": "mensen die het ook willen",
    "expertise": "kennis",
    "faciliteert": "helpt, maakt mogelijk",
    "faciliteren": "helpen, mogelijk maken",
    "faciliteiten": "wat er is: een keuken, een lift",
    "gaarne": "graag",
    "gefaciliteerd": "geholpen, mogelijk gemaakt",
    "implementeren": "invoeren, gaan doen",
    "in het kader van": "voor, bij",
    "inclusie": "iedereen hoort erbij",
    "inclusieve": "waar iedereen bij hoort",
    "indien": "als",
    "initiatief": "plan, idee",
    "initiëren": "beginnen",
    "integrale aanpak": "samen, alles tegelijk",
    "intergenerationele": "van jong en oud samen",
    "interventie": "hulp, aanpak",
    "inzake": "over",
    "kwetsba*": "wie wat hulp kan gebruiken",
    "laagdrempelig": "makkelijk, voor iedereen",
    "met betrekking tot": "over",
    "middels": "met",
    "multidisciplinair": "samen met anderen",
    "omtrent": "over",
    "ontmoetingsactiviteit": "samen iets doen",
    "ontplooien": "gaan doen, groeien",
    "op het gebied van": "over, in",
    "optimaliseren": "beter maken",
    "participatie": "meedoen",
    "participe*": "meedoen",
    "preventie": "voorkomen",
    "problematiek": "problemen",
    "realiseren": "maken, bereiken",
    "signaleren": "zien, merken",
    "stakeholder": "wie meedoet, wie ermee te maken heeft",
    "stimuleren": "aanmoedigen, helpen",
    "tevens": "ook",
    "teneinde": "om te",
    "ten behoeve van": "voor",
    "zelfredzaam*": "zelf kunnen",
    "zorgdragen": "zorgen",
}


def add_first_words(apps: Any, schema_editor: Any) -> None:
    """Write the list as it begins."""
    word = apps.get_model("core", "JargonWord")
    word.objects.bulk_create(word(word=hard, better=better) for hard, better in FIRST_WORDS.items())


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0005_missing_addresses"),
    ]

    operations = [
        migrations.CreateModel(
            name="JargonWord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "word",
                    models.CharField(
                        help_text=(
                            "It is also found with -e, -en or -s behind it. A * at the end stands for whatever"
                            " follows: 'participe*' finds participeren and participeert."
                        ),
                        max_length=80,
                        unique=True,
                        validators=[
                            django.core.validators.RegexValidator("\\w\\w", "Enter a word of at least two letters.")
                        ],
                        verbose_name="hard word",
                    ),
                ),
                (
                    "better",
                    models.CharField(
                        help_text="What you would say to a neighbour.", max_length=120, verbose_name="better"
                    ),
                ),
            ],
            options={
                "verbose_name": "hard word",
                "verbose_name_plural": "hard words",
                "ordering": ["word"],
            },
        ),
        migrations.RunPython(add_first_words, migrations.RunPython.noop),
    ]
