"""Who decides about what is sent in, and the reasons to refuse to begin with."""

from django.db import migrations

DECIDING = [("submission", ["change", "view"]), ("outgoingmail", ["change", "view"])]
# Erasing somebody, and what every sender reads, is for whoever publishes.
MANAGING = [("submission", ["delete"]), ("refusalreason", ["add", "change", "delete", "view"])]
GROUPS = {
    "Redacteur": DECIDING,
    "Moderator": DECIDING + MANAGING,
    "Beheerder": DECIDING + MANAGING,
}
REASONS = [
    (
        "Buiten Utrecht",
        (
            "Op deze site staat wat er in de gemeente Utrecht te doen is. Dit is ergens anders. "
            "Doen jullie ook iets in Utrecht? Dan zien we dat graag."
        ),
    ),
    (
        "Staat er al op",
        (
            "Dit staat al op de site. Klopt er iets niet, of wil je het zelf kunnen veranderen? "
            "Antwoord dan op deze mail, dan regelen we het samen."
        ),
    ),
    (
        "Al voorbij",
        (
            "De datum is al voorbij. Doen jullie het nog een keer? "
            "Meld het dan opnieuw aan, het liefst een week van tevoren. Dan zien meer mensen het."
        ),
    ),
    (
        "Reclame of verkoop",
        (
            "We plaatsen alleen activiteiten waar mensen elkaar ontmoeten. Reclame of verkoop past daar niet bij. "
            "Hebben jullie ook iets waarbij ontmoeten voorop staat? Meld dat gerust aan."
        ),
    ),
    (
        "Niet voor iedereen open",
        (
            "Dit is alleen voor leden of genodigden. In de agenda staan dingen waar je zo bij kunt komen, "
            "ook als je nieuw bent. Is nieuw bezoek wel welkom? Schrijf dat erbij en stuur het nog een keer."
        ),
    ),
    (
        "Te weinig bekend",
        (
            "We weten nog te weinig om dit op de site te zetten. Bezoekers moeten weten wat er gebeurt, waar en wanneer. "
            "Vul het aan met de knop hieronder, dan kijken we er meteen weer naar."
        ),
    ),
]


def extend_groups(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for name, models in GROUPS.items():
        group = Group.objects.get_or_create(name=name)[0]
        for model, actions in models:
            content_type = ContentType.objects.get_or_create(app_label="core", model=model)[0]
            for action in actions:
                permission = Permission.objects.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {model}"},
                )[0]
                group.permissions.add(permission)


def add_reasons(apps, schema_editor):
    RefusalReason = apps.get_model("core", "RefusalReason")
    if RefusalReason.objects.exists():
        return
    for number, (title, text) in enumerate(REASONS, start=1):
        RefusalReason.objects.create(title=title, text=text, sort_order=number * 10)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_more_for_editor_groups"),
        ("core", "0003_intake"),
    ]

    operations = [
        migrations.RunPython(extend_groups, migrations.RunPython.noop),
        migrations.RunPython(add_reasons, migrations.RunPython.noop),
    ]
