"""The pages of rule texts, and how files are sent."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from django.http import Http404
from django.test import RequestFactory
from django.urls import reverse

from jiangxin.documents import operations as documents
from jiangxin.documents.models import RuleText, StoredFile
from jiangxin.documents.operations import UnableToOpen
from jiangxin.documents.views import sent, served
from jiangxin.enrolment import operations as enrolment
from jiangxin.enrolment.models import Application
from jiangxin.people import operations as people
from jiangxin.people.models import Reading, User
from jiangxin.process.models import History
from tests.stories.enrolment import accepted_round, applications, picture
from tests.stories.pages import signed_in
from tests.stories.privacy import erased
from tests.world import World


def accepted_round_with_photo(world: World) -> Application:
    """Return an accepted application whose photo the college has added."""
    application = applications(accepted_round(world, 1))[0]
    return enrolment.add_photo(application, "照片.jpg", picture(), by=world.user("college"), at=world.at)


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
        served(RequestFactory().get("/"), None, purpose="filing")


@pytest.mark.parametrize("media_type", ["image/jpeg", "image/png", "text/html", "application/zip"])
def test_what_is_sent_lies_in_a_sandbox_where_nothing_runs(media_type: str) -> None:
    policy = sent(b"x", "名册", media_type)["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy


def test_a_pdf_can_do_nothing_but_be_read() -> None:
    policy = sent(b"%PDF", "回执.pdf", "application/pdf")["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'")
    assert "script-src" not in policy


def test_the_policy_of_a_file_reaches_the_browser_and_pages_keep_their_own(world: World) -> None:
    application = accepted_round_with_photo(world)
    client = signed_in(world.user("reviewer"))
    address = reverse("enrolment:photo", args=[application.pk])
    assert client.get(address).headers["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert "sandbox" not in client.get(reverse("documents:rules")).headers["Content-Security-Policy"]


def test_a_photo_that_staff_saw_is_one_reading_a_day_and_one_s_own_is_none(world: World) -> None:
    application = accepted_round_with_photo(world)
    address = reverse("enrolment:photo", args=[application.pk])
    reviewer = signed_in(world.user("reviewer"))
    for _time in range(2):
        assert reviewer.get(address).status_code == 200
    reading = Reading.objects.get()
    assert (reading.what, reading.purpose, reading.people) == ("photo", "eligibility", [application.person_id])
    assert reading.reader == world.user("reviewer").person
    assert History.objects.get(model="people.reading").reason == "资格审核"
    people.open_account(application.person, "himself", None)
    assert signed_in(User.objects.get(username="himself")).get(address).status_code == 200
    assert Reading.objects.count() == 1


def test_a_workbook_with_many_id_numbers_is_one_reading_of_all(world: World) -> None:
    round_ = accepted_round(world, 3)
    keys = [application.person_id for application in applications(round_)]
    file = documents.keep(
        round_.institution, "名册.xlsx", b"PK", "application/zip", by=world.user("college"), at=world.at
    )
    request = RequestFactory().get("/")
    request.user = world.user("college")
    served(request, file, purpose="filing", whose=keys)
    assert sorted(Reading.objects.get().people) == sorted(keys)
    assert History.objects.filter(model="people.reading").count() == 1


def test_a_file_whose_person_s_key_is_destroyed_is_refused_in_words(world: World) -> None:
    person = world.candidate(9)
    file = documents.keep(
        person.institution, "证明.pdf", b"%PDF", "application/pdf", by=world.user("college"), at=world.at, person=person
    )
    erased(world, person)
    request = RequestFactory().get("/")
    request.user = world.user("college")
    with pytest.raises(UnableToOpen, match="已销毁"):
        served(request, StoredFile.objects.get(pk=file.pk), purpose="filing")
