"""Who keeps the register of declarations, the core group, asks and offers, and the profiles nobody confirmed."""

from django.db import migrations

UPKEEP = [("profilecheck", ["change"])]
SEEING = [("pledge", ["view"]), ("coregroupmembership", ["view"])]
KEEPING = [(model, ["add", "change", "delete", "view"]) for model in ("pledge", "coregroupmembership")]
ADVERTS = [("advert", ["change", "delete", "view"])]
GROUPS = {
    "Redacteur": SEEING + UPKEEP,
    "Moderator": KEEPING + UPKEEP + ADVERTS,
    "Beheerder": KEEPING + UPKEEP + ADVERTS,
}


def extend_groups(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for name, models in GROUPS.items():
        group = Group.objects.get_or_create(name=name)[0]
        for model, actions in models:
            content_type = ContentType.objects.get_or_create(app_label="partners", model=model)[0]
            for action in actions:
                permission = Permission.objects.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {model}"},
                )[0]
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0005_intake_for_editor_groups"),
        ("partners", "0002_taking_part"),
    ]

    operations = [migrations.RunPython(extend_groups, migrations.RunPython.noop)]
