"""Four groups with the least each needs, and a Dutch name for the workflow.

Accounts are a superuser's work: whoever may edit accounts can make a superuser of one.
"""

from django.db import migrations

# (app, model, codenames) on top of the admin itself.
VENUES = [("agenda", "venue", ["add", "change", "view"])]
TAXONOMY = [("core", name, ["add", "change", "delete", "view"]) for name in ("district", "audience", "topic")]
FILES = [
    ("wagtailimages", "image", ["add", "change", "choose"]),
    ("wagtaildocs", "document", ["add", "change", "choose"]),
]
ADMINISTRATION = [
    ("agenda", "venue", ["delete"]),
    ("core", "sitesettings", ["change"]),
    ("wagtailredirects", "redirect", ["add", "change", "delete", "view"]),
    ("wagtailcore", "locale", ["add", "change", "delete", "view"]),
    ("wagtailcore", "site", ["add", "change", "delete", "view"]),
    ("wagtailcore", "workflow", ["add", "change", "delete", "view"]),
    ("wagtailcore", "task", ["add", "change", "delete", "view"]),
]
GROUPS = {
    "Redacteur": (["add", "change"], FILES, VENUES),
    "Moderator": (["add", "change", "publish", "lock", "unlock"], FILES, VENUES + TAXONOMY),
    "Bestellingen": ([], [], []),
    "Beheerder": (
        ["add", "change", "publish", "lock", "unlock", "bulk_delete"],
        [
            *FILES,
            ("wagtailimages", "image", ["delete"]),
            ("wagtaildocs", "document", ["delete"]),
            ("wagtailcore", "collection", ["add", "change", "delete"]),
        ],
        VENUES + TAXONOMY + ADMINISTRATION,
    ),
}


def create_groups(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    Page = apps.get_model("wagtailcore", "Page")
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")

    def permission(app, model, action):
        content_type = ContentType.objects.get_or_create(app_label=app, model=model)[0]
        codename = action if action == "access_admin" else f"{action}_{model}"
        return Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": f"Can {action} {model}"}
        )[0]

    Group.objects.filter(name="Editors").update(name="Redacteur")
    Group.objects.filter(name="Moderators").update(name="Moderator")
    root, collection = Page.objects.get(depth=1), Collection.objects.get(depth=1)
    Collection.objects.filter(pk=collection.pk).update(name="Hoofdmap")
    for name, (page_actions, files, models) in GROUPS.items():
        group = Group.objects.get_or_create(name=name)[0]
        group.permissions.add(permission("wagtailadmin", "admin", "access_admin"))
        for app, model, actions in models:
            group.permissions.add(*(permission(app, model, action) for action in actions))
        for action in page_actions:
            GroupPagePermission.objects.get_or_create(
                group=group, page=root, permission=permission("wagtailcore", "page", action)
            )
        for app, model, actions in files:
            for action in actions:
                GroupCollectionPermission.objects.get_or_create(
                    group=group, collection=collection, permission=permission(app, model, action)
                )


def name_workflow(apps, schema_editor):
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name="Moderators approval").update(
            name="Goedkeuring door een moderator"
        )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_first_home_page"),
        ("agenda", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0013_delete_uploadeddocument"),
    ]

    operations = [
        migrations.RunPython(create_groups, migrations.RunPython.noop),
        migrations.RunPython(name_workflow, migrations.RunPython.noop),
    ]
