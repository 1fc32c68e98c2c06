"""The rules of the house that import-linter cannot see."""

import ast
from collections.abc import Iterator

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

# Lowest first.
LAYERS = ["common", "notifications", "accounts", "careers", "events", "planning", "mentoring", "fellowship", "portal"]


def test_every_relation_points_down() -> None:
    ours = [model for model in apps.get_models() if model._meta.app_label in LAYERS]
    relations = [
        (model, relation)
        for model in ours
        for relation in model._meta.get_fields()
        if relation.is_relation and not relation.auto_created and relation.related_model is not None
    ]
    assert len(relations) > 10
    for model, relation in relations:
        target = relation.related_model._meta.app_label  # type: ignore[union-attr]
        if target in LAYERS:
            assert LAYERS.index(target) <= LAYERS.index(model._meta.app_label), f"{model.__name__}.{relation.name}"


def test_common_has_no_tables() -> None:
    assert not list(apps.get_app_config("common").get_models())


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def rules() -> Iterator[tuple[str, ast.Module]]:
    """(path, syntax tree) of every module of use-cases and models."""
    edge = {
        "views", "urls", "admin", "forms", "tasks", "management", "templatetags", "migrations", "pages",
        "public_pages", "middleware", "adapter", "social_adapter", "doorbell", "exporting", "when_and_where",
    }  # fmt: skip
    for app in LAYERS[1:-1]:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            inside = path.relative_to(settings.BASE_DIR)
            if not edge & {part.removesuffix(".py") for part in inside.parts}:
                yield str(inside), ast.parse(path.read_text())


def imported(tree: ast.Module) -> Iterator[str]:
    """Full names of everything that a module imports, wherever it does."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_no_app_takes_another_apps_views_forms_or_tasks() -> None:
    """Models and use-cases of a lower app are for all above it; its edge is its own. The portal puts all together."""
    edge = {"views", "urls", "admin", "forms", "tasks", "management"}
    taken = []
    for app in LAYERS[:-1]:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            for name in imported(ast.parse(path.read_text())):
                owner, _, inside = name.partition(".")
                if owner in LAYERS and owner not in (app, "common") and inside.split(".")[0] in edge:
                    taken.append(f"{path.relative_to(settings.BASE_DIR)}: {name}")
    assert taken == []


def test_rules_do_not_speak_http_and_send_no_signals() -> None:
    """Use-cases and models know no request, response, form, message or signal."""
    foreign = (
        "django.http", "django.shortcuts", "django.contrib.messages", "django.forms", "django.dispatch",
        "django.db.models.signals", "django.core.signals",
    )  # fmt: skip
    modules = dict(rules())
    assert len(modules) > 40
    offenders = {path: [name for name in imported(tree) if name.startswith(foreign)] for path, tree in modules.items()}
    assert {path: names for path, names in offenders.items() if names} == {}


def test_only_the_edge_reads_the_clock() -> None:
    """Time is an argument. The default of a field, such as when a user joined, is a stamp and decides nothing."""
    clock = {"now", "today", "utcnow", "localtime", "localdate", "time", "monotonic"}
    owners = {"timezone", "datetime", "date", "time"}
    read = [
        f"{path}:{node.lineno}"
        for path, tree in rules()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and not node.args
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in clock
        and isinstance(node.func.value, ast.Name)
        and node.func.value.id in owners
    ]
    assert read == []
