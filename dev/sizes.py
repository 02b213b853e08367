"""Tell how long functions, files and templates are (`make sizes`). tests/test_house.py holds them to the limits."""

import ast
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIMITS = {"function": 50, "file": 400, "template": 200}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Size:
    """The length in lines of a function, a Python file or a template; `where` is a path or path:line name."""

    kind: str
    where: str
    lines: int


def files(*patterns: str) -> list[Path]:
    """Return the files that are in the repository or about to be (not ignored), relative to its root, sorted.

    Patterns are git's pathspecs ("*.py" matches in every folder); none means all files.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", *patterns]
    output = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    listed = {Path(name) for name in output.split("\0") if name}
    # Git lists what the work tree has lost, too; a link counts as itself, wherever it leads.
    return sorted(path for path in listed if (ROOT / path).is_file() or (ROOT / path).is_symlink())


def code() -> list[Path]:
    """Return the Python files, without migrations: those are written by Django and never read as prose."""
    return [path for path in files("*.py") if "migrations" not in path.parts]


def parse(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file named relative to the root."""
    return ast.parse((ROOT / path).read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> list[Function]:
    """Return every function and method of a file, nested ones included."""
    return [node for node in ast.walk(parse(path)) if isinstance(node, Function)]


def length(function: Function) -> int:
    """Return the lines from `def` to the last statement, docstring included, decorators not."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def measure() -> Iterator[Size]:
    """Yield the size of everything that has a limit."""
    for path in code():
        yield Size("file", str(path), len((ROOT / path).read_text(encoding="utf-8").splitlines()))
        for function in functions(path):
            yield Size("function", f"{path}:{function.lineno} {function.name}", length(function))
    for path in files("*.html", "*.typ"):
        yield Size("template", str(path), len((ROOT / path).read_text(encoding="utf-8").splitlines()))


def percentile(values: list[int], share: float) -> int:
    """Return the smallest value that at least this share (0 to 1) of the values does not exceed; 0 for no values."""
    ranked = sorted(values)
    return ranked[max(0, ceil(share * len(ranked)) - 1)] if ranked else 0


def main() -> None:
    """Print count, median, 95th percentile and maximum of each kind, with the longest one's place."""
    sizes = list(measure())
    print(f"{'':10}{'count':>7}{'median':>8}{'95 %':>6}{'max':>6}{'limit':>7}  longest")
    for kind, limit in LIMITS.items():
        own = [size for size in sizes if size.kind == kind]
        lines = [size.lines for size in own]
        longest = max(own, key=lambda size: size.lines, default=Size(kind, "none yet", 0))
        figures = f"{len(own):7}{percentile(lines, 0.5):8}{percentile(lines, 0.95):6}{longest.lines:6}{limit:7}"
        print(f"{kind:10}{figures}  {longest.where}")


if __name__ == "__main__":
    main()
