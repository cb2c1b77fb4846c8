"""Replace Wagtail's English welcome page by an empty front page of our own."""

from django.db import migrations


def create_home_page(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Page = apps.get_model("wagtailcore", "Page")
    Site = apps.get_model("wagtailcore", "Site")
    Locale = apps.get_model("wagtailcore", "Locale")
    HomePage = apps.get_model("home", "HomePage")

    welcome = Page.objects.filter(slug="home", depth=2, content_type__model="page").first()
    if welcome is None:
        return  # Not a new installation.
    locale = Locale.objects.get_or_create(language_code="nl")[0]
    root = Page.objects.get(depth=1)
    root.title = "Hoofdmap"
    root.draft_title = "Hoofdmap"
    root.locale = locale
    root.save()
    Site.objects.filter(root_page_id=welcome.pk).delete()
    welcome.delete()
    home = HomePage.objects.create(
        title="Utrecht Omarmt",
        draft_title="Utrecht Omarmt",
        slug="home",
        heading="Er is een plek voor jou in Utrecht",
        content_type=ContentType.objects.get_or_create(model="homepage", app_label="home")[0],
        path="00010001",
        depth=2,
        numchild=0,
        url_path="/home/",
        locale=locale,
    )
    root.numchild = 1
    root.save()
    Site.objects.create(hostname="localhost", site_name="Utrecht Omarmt", root_page_id=home.pk, is_default_site=True)
    Locale.objects.exclude(pk=locale.pk).filter(language_code="en").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("core", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [migrations.RunPython(create_home_page, migrations.RunPython.noop)]
