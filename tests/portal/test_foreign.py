"""Chinese text on an English page says that it is Chinese."""

import pytest
from django.test import Client
from django.urls import reverse

from jiangxin.portal.foreign import marked

ZH = '<bdi lang="zh-Hans" translate="no">'


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        ("<td>张三</td>", f"<td>{ZH}张三</bdi></td>"),
        ("<td>\n  张三 · 电工\n</td>", f"<td>\n  {ZH}张三 · 电工</bdi>\n</td>"),
        ("<p>Round 3 电工 四级, filed</p>", f"<p><bdi>Round 3 {ZH}电工 四级</bdi>, filed</bdi></p>"),
        ("<p>Hello</p>", "<p>Hello</p>"),
        ('<img alt="张三">', '<img alt="张三">'),
        ("<title>张三</title>", "<title>张三</title>"),
        ("<script>say('张三')</script>", "<script>say('张三')</script>"),
        ("<svg><text>张三</text></svg>", "<svg><text>张三</text></svg>"),
        ("<option value=1>电工</option>", '<option lang="zh-Hans" translate="no" value=1>电工</option>'),
        ("<option value=1>Room 机房</option>", "<option value=1>Room 机房</option>"),
        ("<textarea name=a>理由</textarea>", '<textarea lang="zh-Hans" translate="no" name=a>理由</textarea>'),
    ],
)
def test_text_is_marked_and_nothing_else_is(page: str, outcome: str) -> None:
    assert marked(page) == outcome


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_only_pages_in_another_language_are_marked(language: str, client: Client) -> None:
    client.cookies["django_language"] = language
    page = client.get(reverse("portal:front")).content.decode()
    assert ("<bdi" in page) == (language == "en")
