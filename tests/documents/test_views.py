"""The pages of rule texts, and how files are sent."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.http import Http404
from django.urls import reverse

from jiangxin.documents.models import RuleText
from jiangxin.documents.views import sent, served
from tests.stories.pages import signed_in
from tests.world import World


def test_a_new_version_replaces_the_old_one(world: World) -> None:
    client = signed_in(world.user("centre"))
    data = {
        "kind": "safety",
        "title": "安全保障措施",
        "version": "2027-1",
        "valid_from": "2027-01-01",
        "body": "一、停电。",
    }
    client.post(reverse("documents:draft_rule"), data)
    draft = RuleText.objects.get(version="2027-1")
    edit = reverse("documents:edit_rule", args=[draft.pk])
    assert "一、停电。" in client.get(edit).content.decode()
    client.post(edit, {**data, "body": "一、先停电。"})
    client.post(reverse("documents:adopt_rule", args=[draft.pk]), {"reason": ""})
    assert RuleText.objects.get(kind="safety", state="in_force").body == "一、先停电。"
    page = client.get(reverse("documents:rules")).content.decode()
    assert "已被替代" in page
    assert "一、先停电。" in client.get(reverse("documents:rule", args=[draft.pk])).content.decode()


def test_the_college_reads_rules_and_drafts_none(world: World) -> None:
    client = signed_in(world.user("college"))
    assert reverse("documents:draft_rule") not in client.get(reverse("documents:rules")).content.decode()


def test_whoever_works_for_no_institution_is_refused(world: World) -> None:
    assert signed_in(world.user("employment")).get(reverse("documents:rules")).status_code == 403


@pytest.mark.parametrize(
    ("media_type", "way"), [("application/pdf", "inline"), ("image/png", "inline"), ("text/html", "attachment")]
)
def test_only_what_is_harmless_opens_in_the_browser(media_type: str, way: str) -> None:
    response = sent(b"x", '回执"; filename=x.html', media_type)
    assert response["Content-Disposition"].startswith(f"{way}; ")
    assert unquote(response["Content-Disposition"]).endswith('回执"; filename=x.html')
    assert '"' not in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_is_not_there_is_404() -> None:
    with pytest.raises(Http404):
        served(None)
