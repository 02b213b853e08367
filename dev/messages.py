"""Keep the English catalogue: `dev/messages [update | check | compile | take FILE.po …]`.

update   collect every marked string of the package and put what is new into django.po, untranslated (the default)
check    exit 1 and name what is missing, fuzzy, left over, or has lost a placeholder
compile  write django.mo beside django.po (the catalogue that Django reads; made at set-up, never committed)
take     fill empty entries from other catalogues, as of another branch

Source strings are Chinese. Babel does the work, so no gettext tools are needed; it can't read Django's templates, so
Django turns them into gettext calls first.
"""

import re
import sys
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "jiangxin"
PO = PACKAGE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
    "gettext_noop": None,
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|\{\w*\}|%[sd]")
HEADER = """msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
CHINESE = re.compile(r"[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]")
type Found = Iterator[tuple[str, str | tuple[str, ...], list[str], str | None]]


def strings(path: Path) -> Found:
    """Yield (file, msgid, comments, context) of every marked string in a Python file or a template."""
    source = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # One line of the outcome may be indented as in the template, which Python's tokenizer would refuse.
        source = "\n".join(line.lstrip() for line in templatize(source).splitlines())
    name = path.relative_to(ROOT).as_posix()
    for _, message, comments, context in extract("python", BytesIO(source.encode()), KEYWORDS, ["Translators"]):
        yield name, message, comments, context


def collect() -> Catalog:
    """Return all strings of the package as a catalogue, sorted by where they first stand."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for path in sorted([*PACKAGE.rglob("*.py"), *PACKAGE.rglob("*.html")]):
        for name, message, comments, context in strings(path):
            catalog.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalog


def load(path: Path) -> Catalog:
    """Return the catalogue in a file; an empty English one where there is no file."""
    if not path.exists():
        return Catalog(locale="en", project="jiangxin", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="en")


def save(catalog: Catalog) -> None:
    """Write django.po so that two branches differ only where their strings do."""
    PO.parent.mkdir(parents=True, exist_ok=True)
    buffer = BytesIO()
    write_po(buffer, catalog, width=120, omit_header=True, include_lineno=False, ignore_obsolete=True)
    PO.write_bytes(HEADER.encode() + buffer.getvalue())


def entries(catalog: Catalog) -> Iterator[Message]:
    """Yield the entries of a catalogue without its header."""
    return (message for message in catalog if message.id)


def key(message: Message) -> tuple[str, str | None]:
    """Return what makes an entry the same in two catalogues."""
    return str(message.id[0] if isinstance(message.id, (tuple, list)) else message.id), message.context


def words(message: Message) -> tuple[str, ...]:
    """Return the translations of an entry: one, or one for each plural form."""
    texts = message.string if isinstance(message.string, (tuple, list)) else (message.string,)
    return tuple(str(text or "") for text in texts)


def update() -> int:
    """Bring django.po up to date with the sources; translations stay, guesses are never made."""
    catalog, found = load(PO), collect()
    catalog.update(found, no_fuzzy_matching=True)
    save(catalog)
    missing = sum(not all(words(message)) for message in entries(catalog))
    print(f"{PO.relative_to(ROOT)}: {len(catalog)} entries, {missing} to translate")
    return 0


def judge(entry: Message | None) -> str:
    """Return what is wrong with an entry, nothing when it is fit for the screen."""
    if entry is None or not all(words(entry)):
        return "no English"
    if entry.fuzzy:
        return "the English is a guess (fuzzy)"
    asked = set(PLACEHOLDER.findall(key(entry)[0]))
    if any(set(PLACEHOLDER.findall(text)) != asked for text in words(entry)):
        return "the English has other placeholders"
    if any(CHINESE.search(text) for text in words(entry)):
        return "the English has Chinese in it"
    return ""


def faults() -> Iterator[str]:
    """Yield a sentence for everything that keeps the English screens from being whole."""
    catalog, found = load(PO), collect()
    known = {key(message): message for message in entries(catalog)}
    wanted = {key(message) for message in entries(found)}
    for message in entries(found):
        if fault := judge(known.get(key(message))):
            yield f"{message.locations[0][0]}: {fault}: “{key(message)[0]}”"
    yield from (f"{PO.name}: nothing uses this any more: “{msgid}”" for msgid, _ in known.keys() - wanted)


def check() -> int:
    """Print the faults; 1 when there are any."""
    found = list(faults())
    print("\n".join(found) or "Every string has its English.")
    return 1 if found else 0


def compile_() -> int:
    """Write django.mo."""
    with PO.with_suffix(".mo").open("wb") as file:
        write_mo(file, load(PO))
    return 0


def take(*paths: str) -> int:
    """Fill the empty entries of django.po from other catalogues; what is there already stays."""
    update()
    catalog = load(PO)
    for path in paths:
        other = {key(message): message for message in entries(load(Path(path)))}
        for message in entries(catalog):
            if not all(words(message)) and (known := other.get(key(message))):
                message.string = known.string
    save(catalog)
    return 0


COMMANDS: dict[str, Callable[..., int]] = {"update": update, "check": check, "compile": compile_, "take": take}


def main(arguments: list[str]) -> int:
    """Run one command; 64 for a wrong call."""
    command, *rest = arguments or ["update"]
    if command not in COMMANDS or (rest and command != "take"):
        print(__doc__, file=sys.stderr)
        return 64
    if not settings.configured:
        settings.configure(USE_I18N=False)  # reading templates asks for a setting, not for the whole site
    return COMMANDS[command](*rest)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
