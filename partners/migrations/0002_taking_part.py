"""The register of declarations, the core group, the yearly question, asks and offers.

`relation` and `signed_on` stay where they are: the code of before reads them, and from now on they follow the register.
"""

import django.db.models.deletion
import wagtail.contrib.routable_page.models
import wagtail.fields
from django.db import migrations, models

import core.dates


def fill_register(apps, schema_editor):
    """Every partner that was called signed so far, once, whatever number of languages its page has."""
    PartnerPage = apps.get_model("partners", "PartnerPage")
    Pledge = apps.get_model("partners", "Pledge")
    signed = PartnerPage.objects.filter(relation="signed", signed_on__isnull=False)
    done = set()
    # Of a page and its translations the first is the one in the source language.
    for key, translation, signed_on in signed.order_by("pk").values_list("pk", "translation_key", "signed_on"):
        if translation not in done:
            Pledge.objects.create(partner_id=key, signed_on=signed_on, source="Stond al op de pagina van de partner")
            done.add(translation)


class Migration(migrations.Migration):
    dependencies = [
        ("core", "0003_intake"),
        ("partners", "0001_initial"),
        ("wagtailcore", "0097_baselogentry_uuid_action_timestamp_indexes"),
    ]

    operations = [
        migrations.AddField(
            model_name="partnerpage",
            name="offers",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="One thing on each line.",
                max_length=600,
                verbose_name="we offer",
            ),
        ),
        migrations.AddField(
            model_name="partnerpage",
            name="seeks",
            field=models.TextField(
                blank=True,
                db_default="",
                default="",
                help_text="One thing on each line.",
                max_length=600,
                verbose_name="we look for",
            ),
        ),
        migrations.CreateModel(
            name="CoreGroupMembership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("since", models.DateField(help_text="Visitors see the year only.", verbose_name="since")),
                (
                    "until",
                    models.DateField(
                        blank=True, help_text="The first day that it is over.", null=True, verbose_name="until"
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="partners.partnerpage",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "member of the core group",
                "verbose_name_plural": "members of the core group",
                "ordering": ["-since", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="PledgePage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "drawing",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Does the drawing not fit? Choose another number and look at the preview.",
                        verbose_name="other drawing",
                    ),
                ),
                (
                    "body",
                    wagtail.fields.StreamField(
                        [
                            ("heading", 2),
                            ("paragraph", 3),
                            ("quote", 6),
                            ("notice", 9),
                            ("details", 12),
                            ("columns", 15),
                            ("picture", 18),
                            ("video", 22),
                            ("figures", 27),
                            ("steps", 31),
                            ("timeline", 35),
                            ("button", 40),
                            ("resources", 45),
                        ],
                        blank=True,
                        block_lookup={
                            0: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 100}),
                            1: (
                                "wagtail.blocks.ChoiceBlock",
                                [],
                                {"choices": [("2", "Heading"), ("3", "Smaller heading")], "label": "level"},
                            ),
                            2: ("wagtail.blocks.StructBlock", [[("text", 0), ("level", 1)]], {"group": "Text"}),
                            3: ("core.blocks.text.ParagraphBlock", (), {"group": "Text"}),
                            4: (
                                "wagtail.blocks.TextBlock",
                                (),
                                {"help_text": "Without quotation marks.", "label": "quote", "max_length": 300},
                            ),
                            5: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "who says this", "max_length": 120, "required": False},
                            ),
                            6: ("wagtail.blocks.StructBlock", [[("text", 4), ("source", 5)]], {"group": "Text"}),
                            7: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "title", "max_length": 80, "required": False},
                            ),
                            8: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "ol", "ul", "link", "document-link"], "label": "text"},
                            ),
                            9: ("wagtail.blocks.StructBlock", [[("title", 7), ("text", 8)]], {"group": "Text"}),
                            10: ("wagtail.blocks.CharBlock", (), {"label": "question", "max_length": 120}),
                            11: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "ol", "ul", "link", "document-link"], "label": "answer"},
                            ),
                            12: (
                                "wagtail.blocks.StructBlock",
                                [[("question", 10), ("answer", 11)]],
                                {"group": "Text"},
                            ),
                            13: ("wagtail.blocks.CharBlock", (), {"label": "heading", "max_length": 80}),
                            14: ("wagtail.blocks.StructBlock", [[("title", 13), ("text", 8)]], {}),
                            15: (
                                "core.blocks.text.ColumnListBlock",
                                (14,),
                                {"group": "Text", "max_num": 3, "min_num": 2},
                            ),
                            16: ("wagtail.images.blocks.ImageBlock", [], {"label": "picture"}),
                            17: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "caption", "max_length": 200, "required": False},
                            ),
                            18: (
                                "wagtail.blocks.StructBlock",
                                [[("image", 16), ("caption", 17)]],
                                {"group": "Picture and sound"},
                            ),
                            19: ("wagtail.blocks.CharBlock", (), {"label": "what the film shows", "max_length": 120}),
                            20: ("wagtail.blocks.URLBlock", (), {"label": "address of the film"}),
                            21: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {
                                    "features": ["bold", "ol", "ul", "link", "document-link"],
                                    "help_text": "What is said and what can be seen, for people who cannot hear or see the film.",
                                    "label": "text of the film",
                                    "required": False,
                                },
                            ),
                            22: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 19), ("url", 20), ("transcript", 21)]],
                                {"group": "Picture and sound"},
                            ),
                            23: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "For example 87 or 2.200+.", "label": "figure", "max_length": 20},
                            ),
                            24: ("wagtail.blocks.CharBlock", (), {"label": "what it counts", "max_length": 80}),
                            25: ("wagtail.blocks.CharBlock", (), {"label": "source and year", "max_length": 160}),
                            26: ("wagtail.blocks.StructBlock", [[("value", 23), ("label", 24), ("source", 25)]], {}),
                            27: ("core.blocks.text.FigureListBlock", (26,), {"group": "Facts", "max_num": 4}),
                            28: ("wagtail.blocks.CharBlock", (), {"label": "step", "max_length": 80}),
                            29: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "explanation", "max_length": 240, "required": False},
                            ),
                            30: ("wagtail.blocks.StructBlock", [[("title", 28), ("text", 29)]], {}),
                            31: ("core.blocks.text.StepListBlock", (30,), {"group": "Facts", "max_num": 8}),
                            32: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"help_text": "For example 'september 2019'.", "label": "when", "max_length": 40},
                            ),
                            33: (
                                "wagtail.blocks.RichTextBlock",
                                (),
                                {"features": ["bold", "ol", "ul", "link", "document-link"], "label": "what happened"},
                            ),
                            34: ("wagtail.blocks.StructBlock", [[("date", 32), ("text", 33)]], {}),
                            35: ("core.blocks.text.TimelineBlock", (34,), {"group": "Facts"}),
                            36: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {
                                    "help_text": "Say what one finds there, not 'read more'. Empty: the title of the page.",
                                    "label": "text of the link",
                                    "max_length": 80,
                                    "required": False,
                                },
                            ),
                            37: (
                                "wagtail.blocks.PageChooserBlock",
                                (),
                                {"label": "page of this site", "required": False},
                            ),
                            38: (
                                "wagtail.blocks.URLBlock",
                                (),
                                {"label": "address on another site", "required": False},
                            ),
                            39: (
                                "wagtail.documents.blocks.DocumentChooserBlock",
                                (),
                                {"label": "document", "required": False},
                            ),
                            40: (
                                "wagtail.blocks.StructBlock",
                                [[("label", 36), ("page", 37), ("url", 38), ("document", 39)]],
                                {"group": "Onward"},
                            ),
                            41: ("wagtail.blocks.CharBlock", (), {"label": "title", "max_length": 160}),
                            42: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "what it is", "max_length": 300, "required": False},
                            ),
                            43: (
                                "wagtail.blocks.CharBlock",
                                (),
                                {"label": "maker and year", "max_length": 120, "required": False},
                            ),
                            44: (
                                "wagtail.blocks.StructBlock",
                                [[("title", 41), ("text", 42), ("source", 43), ("url", 38), ("document", 39)]],
                                {},
                            ),
                            45: ("core.blocks.text.ResourceListBlock", (44,), {"group": "Onward"}),
                        },
                        verbose_name="text",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="One or two short sentences. Shown under the title, in lists and in search engines.",
                        max_length=300,
                        verbose_name="introduction",
                    ),
                ),
                (
                    "declaration",
                    wagtail.fields.RichTextField(
                        blank=True,
                        help_text="What an organisation signs. Without a text nobody can sign.",
                        verbose_name="text of the declaration",
                    ),
                ),
                (
                    "version",
                    models.DateField(
                        blank=True,
                        help_text="Give it a new date when the text changes. It is kept with every declaration that is signed.",
                        null=True,
                        verbose_name="text of",
                    ),
                ),
                (
                    "cover_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Optional. Without a photo the page gets a drawing of its own.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.customimage",
                        verbose_name="photo",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        help_text="Helps people find the page and chooses the drawing.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "'I take part' declaration",
                "verbose_name_plural": "'I take part' declarations",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page", models.Model),
        ),
        migrations.CreateModel(
            name="Pledge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("signed_on", models.DateField(verbose_name="signed on")),
                (
                    "ended_on",
                    models.DateField(
                        blank=True,
                        help_text="From this day on the declaration counts no more.",
                        null=True,
                        verbose_name="ended on",
                    ),
                ),
                (
                    "version",
                    models.DateField(
                        blank=True,
                        help_text="The date below the declaration that was signed.",
                        null=True,
                        verbose_name="text of",
                    ),
                ),
                ("text", wagtail.fields.RichTextField(blank=True, verbose_name="text that was signed")),
                (
                    "source",
                    models.CharField(
                        blank=True,
                        help_text="How we know: the form on the site, or where the paper is.",
                        max_length=200,
                        verbose_name="source",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="partners.partnerpage",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "signed declaration",
                "verbose_name_plural": "signed declarations",
                "ordering": ["-signed_on", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on", None)),
                        fields=("partner",),
                        name="one_pledge_at_a_time",
                        violation_error_message="This organisation has signed already. End that declaration first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ended_on", None), ("ended_on__gte", models.F("signed_on")), _connector="OR"
                        ),
                        name="pledge_ends_after_it_began",
                        violation_error_message="A declaration cannot end before it was signed.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProfileCheck",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField(verbose_name="year")),
                ("asked_on", models.DateField(verbose_name="asked on")),
                ("answered_on", models.DateField(blank=True, null=True, verbose_name="still right on")),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="%(class)ss",
                        to="partners.partnerpage",
                        verbose_name="organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "yearly question",
                "verbose_name_plural": "yearly questions",
                "ordering": ["-asked_on", "-pk"],
                "constraints": [models.UniqueConstraint(fields=("partner", "year"), name="one_question_a_year")],
            },
        ),
        migrations.CreateModel(
            name="Advert",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("ask", "Asked"), ("offer", "Offered")], max_length=5, verbose_name="kind"
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="title")),
                ("text", models.TextField(max_length=600, verbose_name="text")),
                ("made_on", models.DateField(default=core.dates.today, verbose_name="placed on")),
                (
                    "expires_on",
                    models.DateField(
                        help_text="The last day; half a year from the first at most.", verbose_name="until"
                    ),
                ),
                ("live", models.BooleanField(default=False, verbose_name="on the site")),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        help_text="Empty: the whole city.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.district",
                        verbose_name="district",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adverts",
                        to="partners.partnerpage",
                        verbose_name="organisation",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "ask or offer",
                "verbose_name_plural": "asks and offers",
                "ordering": ["-made_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="AdvertIndexPage",
            fields=[
                (
                    "page_ptr",
                    models.OneToOneField(
                        auto_created=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        serialize=False,
                        to="wagtailcore.page",
                    ),
                ),
                (
                    "drawing",
                    models.PositiveSmallIntegerField(
                        default=0,
                        help_text="Does the drawing not fit? Choose another number and look at the preview.",
                        verbose_name="other drawing",
                    ),
                ),
                (
                    "summary",
                    models.TextField(
                        blank=True,
                        help_text="One or two short sentences. Shown under the title, in lists and in search engines.",
                        max_length=300,
                        verbose_name="introduction",
                    ),
                ),
                (
                    "cover_image",
                    models.ForeignKey(
                        blank=True,
                        help_text="Optional. Without a photo the page gets a drawing of its own.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.customimage",
                        verbose_name="photo",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        help_text="Helps people find the page and chooses the drawing.",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="core.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "list of asks and offers",
                "verbose_name_plural": "lists of asks and offers",
            },
            bases=(wagtail.contrib.routable_page.models.RoutablePageMixin, "wagtailcore.page", models.Model),
        ),
        migrations.RunPython(fill_register, migrations.RunPython.noop),
    ]
