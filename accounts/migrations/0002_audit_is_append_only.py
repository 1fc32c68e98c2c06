"""Triggers that refuse to change or delete an entry of the audit trail, on PostgreSQL and on SQLite."""

from django.db import migrations

SENTENCE = "The audit trail is append-only."
POSTGRESQL = f"""
CREATE FUNCTION accounts_audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{SENTENCE}' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER audit_is_append_only BEFORE UPDATE OR DELETE ON accounts_auditentry
    FOR EACH ROW EXECUTE FUNCTION accounts_audit_is_append_only();
CREATE TRIGGER audit_is_not_truncated BEFORE TRUNCATE ON accounts_auditentry
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_audit_is_append_only();
"""
POSTGRESQL_BACK = """
DROP TRIGGER audit_is_not_truncated ON accounts_auditentry;
DROP TRIGGER audit_is_append_only ON accounts_auditentry;
DROP FUNCTION accounts_audit_is_append_only();
"""
SQLITE = [
    f"CREATE TRIGGER audit_is_append_only_{verb.lower()} BEFORE {verb} ON accounts_auditentry "
    f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    for verb in ("UPDATE", "DELETE")
]
SQLITE_BACK = [f"DROP TRIGGER audit_is_append_only_{verb}" for verb in ("update", "delete")]


def add_triggers(apps, schema_editor):
    _execute(schema_editor, POSTGRESQL, SQLITE)


def remove_triggers(apps, schema_editor):
    _execute(schema_editor, POSTGRESQL_BACK, SQLITE_BACK)


def _execute(schema_editor, postgresql, sqlite):
    for statement in [postgresql] if schema_editor.connection.vendor == "postgresql" else sqlite:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]

    operations = [migrations.RunPython(add_triggers, remove_triggers)]
