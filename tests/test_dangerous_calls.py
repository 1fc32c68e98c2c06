"""What no page may do: start programs, run text as code, unpack objects; and what no script of ours may do."""

import ast
import re
from pathlib import Path

import pytest

from tests.test_architecture import LAYERS

# Where programs are started: by whoever starts the portal, never by a request.
STARTS_PROGRAMS = {"portal/processes.py", "portal/management/commands/build_assets.py"}
MODULES = {"subprocess", "pickle", "marshal", "shelve", "pty", "commands"}
CALLS = {"eval", "exec", "compile", "system", "popen", "fork", "execv", "execve", "execvp", "spawnv"}
BARE = {"eval", "exec", "compile"}
IN_SCRIPTS = (
    r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|"
    r"localStorage|sessionStorage|indexedDB|postMessage"
)


def dangers(tree: ast.Module) -> set[str]:
    """Names of what a module imports or calls of all this. ``re.compile`` is not the ``compile`` that runs text."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= MODULES & {alias.name.partition(".")[0] for alias in node.names}
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= MODULES & {node.module.partition(".")[0]}
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found |= BARE & {node.func.id}
        if (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name) and node.func.value.id == "os"
        ):  # fmt: skip
            found |= CALLS & {node.func.attr}
    return found


@pytest.mark.parametrize(
    "code", ["import pickle", "from subprocess import run", "eval(text)", "exec(text)", "import os\nos.system(text)"]
)
def test_each_of_them_is_found(code: str) -> None:
    assert dangers(ast.parse(code))
    assert not dangers(ast.parse("import re\nre.compile(text)\nexecute(text)"))


def test_no_page_starts_a_program_or_runs_text_as_code(root: Path) -> None:
    modules = [path for app in LAYERS for path in (root / app).rglob("*.py")]
    assert len(modules) > 200
    found = {str(path.relative_to(root)): dangers(ast.parse(path.read_text())) for path in modules}
    assert {name: calls for name, calls in found.items() if calls and name not in STARTS_PROGRAMS} == {}
    assert all(found[name] == {"subprocess"} for name in STARTS_PROGRAMS)


def test_no_script_writes_html_or_keeps_anything_in_the_browser(root: Path) -> None:
    scripts = list((root / "static" / "js").glob("*.js"))
    assert scripts
    for script in scripts:
        assert not re.findall(IN_SCRIPTS, script.read_text()), script.name
