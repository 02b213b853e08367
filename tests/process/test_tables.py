"""Tables and the feet of long lists: what their templates are given."""

from django.core.paginator import Paginator
from django.template.loader import render_to_string

from jiangxin.process.tables import numbered, under

COLUMNS = [{"label": "姓名"}, {"label": "状态"}]


def test_a_cell_has_all_that_the_template_asks_and_its_column() -> None:
    name, state = under([{"text": "考生甲"}, {"tag": {"state": "ok", "label": "通过"}}], COLUMNS)
    assert (name["text"], name["label"], name["tag"]) == ("考生甲", "姓名", None)
    assert (state["text"], state["label"]) == ("", "状态")


def test_each_cell_stands_under_its_column_and_nothing_known_is_a_dash() -> None:
    rows = [{"id": 1, "cells": [{"text": "考生甲", "lead": True}, {"text": None}]}]
    table = {"columns": COLUMNS, "rows": rows, "caption": "考生"}
    page = "".join(render_to_string("components/table.html", table).splitlines())
    assert '<td role="cell" class="lead " data-label="姓名"><div><b>考生甲</b></div></td>' in page
    assert 'data-label="状态"><div>–</div>' in page


def test_a_long_list_offers_its_ends_and_what_is_near() -> None:
    pages = Paginator(range(2500), 10)
    assert list(numbered(pages.page(1))) == [1, 2, 3, "…", 250]
    assert list(numbered(pages.page(100))) == [1, "…", 98, 99, 100, 101, 102, "…", 250]
    assert list(numbered(Paginator(range(30), 10).page(2))) == [1, 2, 3]
    foot = render_to_string("components/pagination.html", {"page": pages.page(100), "query": "state=open&"})
    assert foot.count("…") == 2
    assert '<a href="?state=open&amp;page=101">101</a>' in foot
