"""Translation by a service: only when the settings name one, marked for readers, and never a page of errors."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from urllib.parse import parse_qs

import pytest
from django.urls import reverse
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation, TranslationSource

from core.translations import machine
from tests.factories import ContentPageFactory, open_language

pytestmark = pytest.mark.django_db
NOTICE = "A computer translated this page."


class _Service(BaseHTTPRequestHandler):
    """DeepL and LibreTranslate as far as we use them: every text comes back in capitals."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, dict(self.headers), body))
        status, answer = self.server.answer(self.path, body)
        self.send_response(status)
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *args):
        """Say nothing."""


def capitals(path, body):
    if path == "/translate":
        return 200, json.dumps({"translatedText": [text.upper() for text in json.loads(body)["q"]]}).encode()
    texts = parse_qs(body.decode())["text"]
    return 200, json.dumps({"translations": [{"text": text.upper()} for text in texts]}).encode()


@pytest.fixture
def service():
    server = HTTPServer(("127.0.0.1", 0), _Service)
    server.asked, server.answer = [], capitals
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def deepl(service, settings):
    options = {"AUTH_KEY": "geheim", "URL": service.url, "TIMEOUT": 2}
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "core.translations.machine.DeepL", "OPTIONS": options}
    return service


@pytest.fixture
def libre(service, settings):
    options = {"LIBRETRANSLATE_URL": service.url, "API_KEY": "", "TIMEOUT": 2}
    settings.WAGTAILLOCALIZE_MACHINE_TRANSLATOR = {"CLASS": "core.translations.machine.Libre", "OPTIONS": options}
    return service


@pytest.fixture
def begun(site_root):
    """A page that an editor has begun to translate into English, in the office's own way."""
    open_language(site_root)
    page = ContentPageFactory(parent=site_root, title="Over ons", slug="over-ons", summary="Wie wij zijn.")
    source, _created = TranslationSource.update_or_create_from_instance(page)
    translation = Translation.objects.create(source=source, target_locale=Locale.objects.get(language_code="en"))
    translation.save_target(publish=False)
    return translation


def ask(client, translation, **more):
    return client.post(reverse("wagtail_localize:machine_translate", args=[translation.pk]), more, follow=True)


def publish(translation):
    translation.save_target(publish=True)
    return translation.get_target_instance()


def test_without_a_setting_there_is_none(admin_client, begun):
    assert ask(admin_client, begun).status_code == 404
    assert machine.unchecked(begun.source.object_id, begun.target_locale_id).count() == 0


@pytest.mark.parametrize("name", ["deepl", "libre"])
def test_it_proposes_every_text(request, admin_client, begun, name):
    request.getfixturevalue(name)
    assert ask(admin_client, begun).status_code == 200
    page = publish(begun)
    assert (page.title, page.summary) == ("OVER ONS", "WIE WIJ ZIJN.")
    # An address is no text.
    assert page.slug == "over-ons"


def test_readers_are_told_until_a_person_has_checked_it(client, admin_client, deepl, begun, commit):
    ask(admin_client, begun)
    with commit():
        page = publish(begun)
    assert NOTICE in client.get("/en/over-ons/").content.decode()
    assert NOTICE not in client.get("/over-ons/").content.decode()
    screen = reverse("translation_checked", args=[page.pk])
    assert "2 teksten" in admin_client.get(screen).content.decode()
    assert screen in admin_client.get(reverse("wagtailadmin_explore", args=[page.pk])).content.decode()
    with commit():
        admin_client.post(screen)
    assert NOTICE not in client.get("/en/over-ons/").content.decode()
    assert screen not in admin_client.get(reverse("wagtailadmin_explore", args=[page.pk])).content.decode()


def test_one_text_that_nobody_checked_is_enough(client, admin_client, deepl, begun, commit):
    ask(admin_client, begun)
    StringTranslation.objects.filter(context__path="title").update(translation_type="manual")
    with commit():
        publish(begun)
    assert NOTICE in client.get("/en/over-ons/").content.decode()


def test_looking_at_it_changes_nothing_and_who_may_not_publish_may_not_say_so(
    client, admin_client, deepl, begun, django_user_model
):
    ask(admin_client, begun)
    page = publish(begun)
    screen = reverse("translation_checked", args=[page.pk])
    admin_client.get(screen)
    client.force_login(django_user_model.objects.create_user("els", password="x"))
    assert client.post(screen).status_code in {302, 403}
    assert machine.unchecked(page.translation_key, page.locale_id).count() == 2


@pytest.mark.parametrize(
    "answer",
    [
        (403, b"Forbidden"),
        (429, b"{}"),
        (456, b'{"message": "Quota exceeded"}'),
        (500, b"<html>"),
        (200, b'{"translations": []}'),
        (200, b'{"translations": [{"words": "x"}, {"words": "y"}]}'),
        (200, b"[]"),
    ],
)
def test_an_answer_that_is_none_gives_a_message(admin_client, deepl, begun, answer, caplog):
    deepl.answer = lambda path, body: answer
    edit = reverse("wagtailadmin_pages:edit", args=[begun.get_target_instance().pk])
    response = ask(admin_client, begun, next=edit)
    assert response.status_code == 200
    assert response.redirect_chain == [(edit, 302)]
    assert "DeepL" in response.content.decode()
    assert StringTranslation.objects.count() == 0
    assert "geheim" not in caplog.text + response.content.decode()


def test_a_service_that_is_not_there_gives_a_message(admin_client, service, libre, begun):
    service.shutdown()
    service.server_close()
    response = ask(admin_client, begun, next="https://elsewhere.example/")
    assert response.redirect_chain == [(reverse("wagtailadmin_home"), 302)]
    assert "LibreTranslate" in response.content.decode()


def test_a_long_page_is_asked_in_parts(deepl, begun):
    from wagtail_localize.machine_translators import get_machine_translator
    from wagtail_localize.strings import StringValue

    texts = [StringValue(f"zin {number}") for number in range(120)]
    found = get_machine_translator().translate(begun.source.locale, begun.target_locale, texts)
    assert [found[text].data for text in texts] == [f"ZIN {number}" for number in range(120)]
    assert [len(parse_qs(body.decode())["text"]) for _path, _headers, body in deepl.asked] == [50, 50, 20]
