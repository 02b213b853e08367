"""Take the pictures of the READMEs (`make pictures`): each role's page in the demonstration, in Chinese and in English.

The demonstration is built anew in a folder that is thrown away, so that the pictures show invented people only.
"""

from __future__ import annotations

import io
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from PIL import Image
from playwright.sync_api import Browser, Page

from tests.browser import browser

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "pictures"
LANGUAGES = {"zh": "zh-hans", "en": "en"}  # folder → language
LIMIT, IN_ALL = 60_000, 1_000_000  # bytes of one picture, and of all
DESK, PHONE, TABLET = (1440, 900), (360, 740), (768, 1024)
WIDTHS = {DESK: 1000, PHONE: 360, TABLET: 560}  # CSS pixels of the window → pixels of the picture
PATIENCE = 600  # seconds until the demonstration is built and answers


@dataclass(frozen=True)
class Picture:
    """The page of a role: who signs in (nobody for the public), where he goes, and what he presses on the way."""

    name: str
    login: str
    path: str
    presses: tuple[str, ...] = ()  # CSS, the same in every language
    size: tuple[int, int] = DESK


PICTURES = (
    Picture("centre", "centre", "/desk"),
    Picture("college", "college", "/rounds", ("main tbody tr:nth-child(3) a",)),
    Picture("reviewer", "reviewer", "/desk", ("main a.btn.main", "main tbody a")),
    Picture("teacher", "teacher", "/training/", ("main tbody a",)),
    Picture("setter", "setter", "/items/"),
    Picture("finance", "finance", "/fees/", ("main tbody a",)),
    Picture("auditor", "auditor", "/rounds", ("main tbody tr:last-child a",)),
    Picture("employment", "employment", "/authority/filings", ("main tbody tr:last-child a.btn",)),
    Picture("city", "city", "/authority/oversight"),
    Picture("province", "province", "/authority/confirmations", ("main tbody tr:last-child a.btn",)),
    Picture("examiner", "examiner3", "/scoring/", ("section:has(.tag.go) a.btn", "li:has(.tag.go) a.btn"), TABLET),
    Picture("candidate", "candidate", "/mine", (), PHONE),
    Picture("invigilator", "invigilator", "/exams/duties", ("main section a.btn",), PHONE),
    Picture("supervisor", "supervisor", "/supervision/", ("main a.btn.main",), PHONE),
    Picture("public", "", "/certificates/check", (), PHONE),
)


@contextmanager
def demonstration(folder: Path) -> Iterator[str]:
    """Build and serve the demonstration in a folder; its address inside the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "jiangxin.cli", "demo", "--port", str(port), "--processes", "1"]
    # The certificates' QR codes lead where the pages' readers would go, not to this machine.
    env = {**os.environ, "JIANGXIN_DATA": str(folder)}
    served = subprocess.Popen(command, cwd=ROOT, env=env, stdout=subprocess.DEVNULL)
    try:
        yield _answered(f"http://127.0.0.1:{port}", served)
    finally:
        served.terminate()
        served.wait(PATIENCE)


def _answered(address: str, served: subprocess.Popen[bytes]) -> str:
    """Return the address once it answers."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and served.poll() is None:
        try:
            with urlopen(f"{address}/healthz", timeout=5):
                return address
        except URLError:
            time.sleep(0.5)
    raise SystemExit("The demonstration does not answer.")


def take(started: Browser, address: str, password: str, picture: Picture, language: str) -> bytes:
    """Return a picture as WebP."""
    width, height = picture.size
    with started.new_context(viewport={"width": width, "height": height}, locale=language) as context:
        context.add_cookies([{"name": "django_language", "value": language, "url": address}])
        page = context.new_page()
        _enter(page, address, password, picture)
        content = page.screenshot()
    image = Image.open(io.BytesIO(content)).convert("RGB")
    wide = WIDTHS[picture.size]
    small = image.resize((wide, round(height * wide / width)), Image.Resampling.LANCZOS)
    target = io.BytesIO()
    small.save(target, "WEBP", quality=70, method=6)
    return target.getvalue()


def _enter(page: Page, address: str, password: str, picture: Picture) -> None:
    """Sign in, and go to the page."""
    login = picture.login or "candidate3"  # the public asks after a certificate: first its holder tells which
    page.goto(f"{address}/login")
    page.fill("[name=username]", login)
    page.fill("[name=password]", password)
    page.locator("main button[type=submit]").click()
    page.wait_for_url(re.compile("desk|mine"))
    if not picture.login:
        _ask_after_certificate(page, address)
        return
    page.goto(address + picture.path)
    for selector in picture.presses:
        page.locator(selector).first.click()
        page.wait_for_load_state()


def _ask_after_certificate(page: Page, address: str) -> None:
    """Ask, as the public does, after the certificate of whoever is signed in."""
    page.goto(f"{address}/certificates/mine")
    found = re.search(r"S\d{21}", page.locator("main").inner_text())
    page.locator("main a.btn:not(.main)").first.click()
    name = page.locator("main h1").inner_text()
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{address}/certificates/check")
    page.fill("[name=name]", name)
    page.fill("[name=number]", found[0] if found else "")
    page.locator("main button[type=submit]").click()
    page.wait_for_load_state()


def main() -> int:
    """Take every picture in every language; 1 when they grow too large for a repository."""
    total = 0
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, demonstration(Path(folder)) as address:
        password = (Path(folder) / "demo-password").read_text(encoding="utf-8").strip()
        with browser() as started:
            for short, language in LANGUAGES.items():
                for picture in PICTURES:
                    content = take(started, address, password, picture, language)
                    target = FOLDER / short / f"{picture.name}.webp"
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(content)
                    total += len(content)
                    print(f"{len(content):7,} {target.relative_to(ROOT)}")
    print(f"{total:7,} in all")
    return 0 if total <= IN_ALL else 1


if __name__ == "__main__":
    sys.exit(main())
