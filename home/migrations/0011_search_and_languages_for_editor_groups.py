"""Who does what with search words, languages, hard words and old addresses; a redirect is public at once."""

from django.db import migrations

ALL = ["add", "change", "delete", "view"]
EVERYONE = [
    ("core", "jargonword", ALL),
    ("core", "missingaddress", ["change", "view"]),
    ("search", "missedsearch", ["view"]),
    ("search", "synonyms", ["view"]),
]
DECIDING = [
    ("search", "missedsearch", ["delete"]),
    ("search", "synonyms", ["add", "change", "delete"]),
    ("wagtailsearchpromotions", "searchpromotion", ["add", "change", "delete"]),
    ("wagtailredirects", "redirect", ALL),
]
LANGUAGES = [("core", "sitewords", ALL), ("wagtailcore", "locale", ["add", "change"])]
GROUPS = {
    "Redacteur": [*EVERYONE, *LANGUAGES],
    "Moderator": [*EVERYONE, *DECIDING],
    "Beheerder": [*EVERYONE, *DECIDING, *LANGUAGES],
}


def extend_groups(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")

    def permission(app, model, codename):
        content_type = ContentType.objects.get_or_create(app_label=app, model=model)[0]
        return Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": f"Can {codename.replace('_', ' ')}"}
        )[0]

    for name, models in GROUPS.items():
        group = Group.objects.get(name=name)
        for app, model, actions in models:
            group.permissions.add(*(permission(app, model, f"{action}_{model}") for action in actions))
        # wagtail-localize's own.
        group.permissions.add(permission("wagtail_localize", "translation", "submit_translation"))


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0010_legacy_files"),
        ("core", "0007_words_around"),
        ("search", "0002_missed_searches"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
    ]

    operations = [migrations.RunPython(extend_groups, migrations.RunPython.noop)]
