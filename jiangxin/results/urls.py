"""Addresses of results, publicity, objections and result filing."""

from django.urls import path

from jiangxin.process.presenting import WITH_FORM
from jiangxin.process.views import step_urls
from jiangxin.results import filing_views, operations, public_views, views
from jiangxin.results.forms import FileForm, ReceiptForm, UpholdForm
from jiangxin.results.models import FilingRow, Objection, ResultFiling

# What publishing does is said on a page of its own before the word is typed.
WITH_FORM.add(("results.publication", "publish"))

app_name = "results"
urlpatterns = [
    # for everybody
    path("publicity/<int:pk>", public_views.publicity, name="publicity"),
    path("publicity/<int:pk>/object/<int:result>", public_views.objecting, name="object"),
    # for the offices
    path("round/<int:pk>", views.round_, name="round"),
    path("round/<int:pk>/answering", filing_views.answering, name="answering"),
    path("publication/<int:pk>/publish", views.publish, name="publish"),
    path("publication/<int:pk>/list.pdf", views.publicity_pdf, name="publicity_pdf"),
    path("publication/<int:pk>/prepare_filing", views.prepare_filing, name="prepare_filing"),
    path("objection/<int:pk>", views.objection, name="objection"),
    path("filing/<int:pk>", filing_views.filing, name="filing"),
    path("filing/<int:pk>/workbook", filing_views.workbook, name="workbook"),
    path("filing/<int:pk>/receipt", filing_views.receipt, name="receipt"),
    path("filing/<int:pk>/sheet", filing_views.sheet, name="sheet"),
    *[
        path(f"filing/<int:pk>/{name}", filing_views.together(operation), name=name)
        for name, _verb, _state, operation in filing_views.ALL
    ],
    *step_urls(Objection, operations, forms={"uphold": UpholdForm}),
    *step_urls(ResultFiling, operations, forms={"file_results": FileForm, "enter_receipt": ReceiptForm}),
    *step_urls(FilingRow, operations),
]
