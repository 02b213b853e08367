"""The pictures of the READMEs: all there, all shown with a caption, and small enough for a repository."""

import re

import pytest

from dev.pictures import FOLDER, IN_ALL, LANGUAGES, LIMIT, PICTURES, ROOT

READMES = {"en": "README.md", "zh": "README.zh-CN.md"}
NAMES = sorted(picture.name for picture in PICTURES)


@pytest.mark.parametrize("folder", LANGUAGES)
def test_a_readme_shows_each_picture_once_with_its_caption(folder: str) -> None:
    text = (ROOT / READMES[folder]).read_text(encoding="utf-8")
    shown = re.findall(rf"!\[(.+?)\]\(docs/pictures/{folder}/(\w+)\.webp\)<br>(.+?) \|", text)
    assert sorted(name for _words, name, _caption in shown) == NAMES
    assert all(words == caption for words, _name, caption in shown)


@pytest.mark.parametrize("folder", LANGUAGES)
def test_the_folder_holds_these_pictures_and_no_other(folder: str) -> None:
    assert sorted(path.name for path in (FOLDER / folder).iterdir()) == [f"{name}.webp" for name in NAMES]


def test_they_are_small() -> None:
    sizes = [path.stat().st_size for path in FOLDER.glob("*/*.webp")]
    assert max(sizes) < LIMIT
    assert sum(sizes) < IN_ALL
