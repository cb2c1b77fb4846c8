"""Who may edit the referrers' vocabulary, the spoken languages and partners' calendars."""

from django.db import migrations

VOCABULARY = [
    (app, model, ["add", "change", "delete", "view"])
    for app, model in (("agenda", "interventionprofile"), ("core", "spokenlanguage"))
]
CALENDARS = [("agenda", "calendarsource", ["add", "change", "view"])]
GROUPS = {
    "Redacteur": CALENDARS,
    "Moderator": VOCABULARY + CALENDARS,
    "Beheerder": [*VOCABULARY, *CALENDARS, ("agenda", "calendarsource", ["delete"])],
}


def extend_groups(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    for name, models in GROUPS.items():
        group = Group.objects.get_or_create(name=name)[0]
        for app, model, actions in models:
            content_type = ContentType.objects.get_or_create(app_label=app, model=model)[0]
            for action in actions:
                permission = Permission.objects.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {model}"},
                )[0]
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_editor_groups"),
        ("agenda", "0005_every_kind_of_date"),
        ("core", "0002_every_kind_of_date"),
    ]

    operations = [migrations.RunPython(extend_groups, migrations.RunPython.noop)]
