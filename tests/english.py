"""What English may hold in Chinese: data and nothing else, told apart by asking where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from html import unescape
from typing import Any

from django.apps import apps
from django.db.models import CharField, JSONField, TextField

from jiangxin.people.models import Person
from jiangxin.people.names import masked
from jiangxin.regulation.articles import ARTICLES

CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
RUN = re.compile(rf"(?:{CHINESE.pattern}[ \w]*)+")
UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<!--.*?-->", re.DOTALL)
OWN = re.compile(r'<(\w+)[^>]*\btranslate="no"[^>]*>[^<]*</\1>')
