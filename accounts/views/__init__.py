"""Pages about accounts, programmes, organisations and the audit trail."""
