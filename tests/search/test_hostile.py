"""Whatever is typed, the search answers."""

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from agenda.models import Venue
from core.models import CustomDocument
from search.documents import read_one
from search.finding import Question, find, suggest
from search.indexing import rebuild, write_venues
from tests.factories import ContentPageFactory

pytestmark = pytest.mark.django_db
LANGUAGES = st.sampled_from(["nl", "en", "ar", "tr", "uk", "xx"])


@pytest.fixture
def filled(site_root):
    ContentPageFactory(parent=site_root, title='Koffie "AND" thee: 100% NOT* (OR) NEAR', summary="'; DROP TABLE --")
    ContentPageFactory(parent=site_root, title="مقهى اللغة", summary="")
    rebuild()


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(), max_size=60), language=LANGUAGES)
@example(words='"', language="nl")
@example(words="koffie\x00thee", language="nl")
@example(words="koffie AND NOT OR NEAR( * ^ : { } - + thee", language="nl")
@example(words="'a' & | ! <-> :*A \\", language="nl")
@example(words="\ud800\udfff koffie \udc80", language="nl")
@example(words="\u202ekoffie\u202c \u200f\u200b\u2066", language="ar")
@example(words="ﬃ ① ² ½ ĳ ß İ ı 𝔎𝔬𝔣𝔣𝔦𝔢 👩‍👩‍👧", language="tr")
@example(words="koffie " * 2000, language="nl")
@example(words="x" * 10_000, language="nl")
@example(words="%_%", language="nl")
@example(words="1e5 3.14 -0 0x10 ::1 a@b.nl http://x.nl/?q=1", language="nl")
def test_nothing_that_is_typed_breaks_it(filled, words, language):
    answer = find(Question(words, language, page=10**9))
    assert answer.total >= len(answer.hits)
    assert all("<script" not in hit.extract for hit in answer.hits)
    suggest(words, language)


@pytest.mark.parametrize("words", ['koffie "', "koffie*", "thee AND koffie", "-koffie", "100%", "drop table", "مقهى"])
def test_signs_of_a_query_language_are_signs(filled, words):
    assert find(Question(words, "nl")).total == 1


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(st.characters(), min_size=1, max_size=80), text=st.text(st.characters(), max_size=200))
@example(title="\x00\ud800", text="\x00" * 50)
def test_nothing_that_is_written_breaks_it(site_root, monkeypatch, title, text):
    venue = Venue.objects.create(name=title.replace("\x00", "").encode("utf-8", "ignore").decode() or "Zaal")
    document = CustomDocument.objects.create(title="Stuk", file="stuk.pdf", file_hash="een")
    # A document may hold any signs at all.
    monkeypatch.setattr("search.documents._read_file", lambda document: {"text": title + text, "pages": 1})
    assert read_one(document)
    assert write_venues([venue.pk]) == 1
    find(Question(title, "nl"))
