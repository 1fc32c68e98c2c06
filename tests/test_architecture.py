"""The rules of the house that import-linter cannot see."""

from django.apps import apps
from django.conf import settings
from django.core.management import call_command

LAYERS = ["common", "notifications", "accounts", "careers", "events", "portal"]  # lowest first


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


def test_rules_do_not_speak_http() -> None:
    """Use-cases and models know no request, response, form or message."""
    edge = {"views", "urls", "admin", "forms", "tasks", "management", "templatetags", "migrations", "pages", "public_pages", "middleware", "adapter", "social_adapter"}
    offenders = []
    for app in LAYERS[1:-1]:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            parts = {part.removesuffix(".py") for part in path.relative_to(settings.BASE_DIR).parts}
            if parts & edge:
                continue
            source = path.read_text()
            if any(word in source for word in ("django.http", "django.shortcuts", "django.contrib.messages", "django.forms", "db.models.signals")):
                offenders.append(path.name)
    assert not offenders
