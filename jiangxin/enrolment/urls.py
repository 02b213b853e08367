"""Addresses of enrolment: the candidate's questions, the office's rosters and decisions."""

from django.urls import path

from jiangxin.enrolment import batch_views as batch
from jiangxin.enrolment import candidate_views as candidate
from jiangxin.enrolment import desk_views as desk
from jiangxin.enrolment import file_views as files
from jiangxin.enrolment import photo_pack_views as photos
from jiangxin.enrolment import phrase_views as phrase
from jiangxin.enrolment import place_views as place
from jiangxin.enrolment import review_views as review
from jiangxin.enrolment import roster_views as roster
from jiangxin.enrolment.photo_views import check_photo
from jiangxin.enrolment.sign_up_views import sign_up

app_name = "enrolment"
urlpatterns = [
    # a candidate on a phone
    path("start/<int:pk>", candidate.start, name="start"),
    path("start/<int:pk>/account", sign_up, name="sign_up"),
    path("id-facts", candidate.id_facts, name="id_facts"),
    path("mine/<int:pk>/ask/<slug:key>", candidate.question, name="question"),
    path("mine/<int:pk>/photo-check", check_photo, name="check_photo"),
    path("mine/<int:pk>/none-fits", candidate.none_fits, name="none_fits"),
    path("mine/<int:pk>/submit", candidate.submit, name="submit"),
    path("mine/<int:pk>/withdraw", candidate.withdraw, name="withdraw"),
    path("mine/<int:pk>/sheet", candidate.summary, name="summary"),
    path("mine/<int:pk>", candidate.submitted, name="submitted"),
    # files of an application, for whoever may see it
    path("application/<int:pk>/photo", files.photo, name="photo"),
    path("material/<int:pk>/file", files.material, name="material"),
    # the office: review
    path("applications", desk.applications, name="applications"),
    path("applications/decide/<slug:verb>", desk.decide_all, name="decide_all"),
    path("application/<int:pk>", review.application, name="application"),
    path("application/<int:pk>/accept", review.accept, name="accept"),
    path("application/<int:pk>/accept-against", review.accept_against, name="accept_against"),
    path("application/<int:pk>/endorse", review.endorse, name="endorse"),
    path("application/<int:pk>/endorse-against", review.endorse_against, name="endorse_against"),
    path("application/<int:pk>/refer-back", review.refer_back, name="refer_back"),
    path("application/<int:pk>/take-back", review.take_back, name="take_back"),
    path("application/<int:pk>/reject", review.reject, name="reject"),
    path("application/<int:pk>/send-back", review.send_back, name="send_back"),
    path("application/<int:pk>/see-on-paper", review.see_on_paper, name="see_on_paper"),
    path("application/<int:pk>/add-photo", review.add_photo, name="add_photo"),
    # the office: many at once, and phrases
    path("applications/draw-sample", batch.draw_sample, name="draw_sample"),
    path("batch/<int:pk>", batch.batch, name="batch"),
    path("sampled/<int:pk>/read", batch.read, name="read"),
    *batch.STEPS,
    path("phrases", phrase.phrases, name="phrases"),
    path("phrases/add", phrase.add_phrase, name="add_phrase"),
    path("phrase/<int:pk>/drop", phrase.drop_phrase, name="drop_phrase"),
    # the office: rosters
    path("round/<int:pk>/rosters", roster.rosters, name="rosters"),
    path("round/<int:pk>/roster-template", roster.template, name="roster_template"),
    path("roster/<int:pk>", roster.roster, name="roster"),
    path("roster/<int:pk>/file/<slug:which>", files.roster_file, name="roster_file"),
    *roster.STEPS,
    # the office: places
    path("round/<int:pk>/places", place.places, name="places"),
    *place.STEPS,
    # the office: photos
    path("round/<int:pk>/photo-packs", photos.photo_packs, name="photo_packs"),
    path("photo-pack/<int:pk>", photos.photo_pack, name="photo_pack"),
    *photos.STEPS,
]
