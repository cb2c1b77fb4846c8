"""Who packs and posts the orders: the group Bestellingen, and nobody else but superusers.

The pages of the cards are its own as well: `infokaart.admin.keepers` gives it those below the order page.
"""

from django.db import migrations

MODELS = [
    ("infokaart", "order", ["change", "view"]),
    ("infokaart", "stockmovement", ["add", "view"]),
    # Letters and persons: of orders only, as the group does not decide about what else is sent in.
    ("core", "submission", ["delete", "view"]),
    ("core", "outgoingmail", ["change", "view"]),
]
FILES = [
    ("wagtailimages", "image", ["add", "choose"]),
    ("wagtaildocs", "document", ["add", "choose"]),
]
PAGES = ["add", "change", "publish"]


def extend_group(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    Group = apps.get_model("auth", "Group")
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    InfokaartOrderPage = apps.get_model("infokaart", "InfokaartOrderPage")

    def permission(app, model, action):
        content_type = ContentType.objects.get_or_create(app_label=app, model=model)[0]
        return Permission.objects.get_or_create(
            content_type=content_type, codename=f"{action}_{model}", defaults={"name": f"Can {action} {model}"}
        )[0]

    group = Group.objects.get_or_create(name="Bestellingen")[0]
    for app, model, actions in MODELS:
        group.permissions.add(*(permission(app, model, action) for action in actions))
    collection = Collection.objects.get(depth=1)
    for app, model, actions in FILES:
        for action in actions:
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=collection, permission=permission(app, model, action)
            )
    for page in InfokaartOrderPage.objects.all():
        for action in PAGES:
            GroupPagePermission.objects.get_or_create(
                group=group, page_id=page.pk, permission=permission("wagtailcore", "page", action)
            )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_register_for_editor_groups"),
        ("infokaart", "0001_initial"),
    ]

    operations = [migrations.RunPython(extend_group, migrations.RunPython.noop)]
