"""Events: who may come, places and waiting lists, reminders, calendar files, attendance and feedback."""
