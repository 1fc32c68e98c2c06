"""When things are done that nobody asks for: one schedule for Celery's beat, and for `manage.py run_background` without
a broker."""

from typing import Any

from celery.schedules import crontab

Entry = dict[str, Any]


def each_minute(task: str) -> Entry:
    """After its minute a tick is void: the next one does the same."""
    return {"task": task, "schedule": 60.0, "options": {"expires": 60}}


def at(task: str, **times: int | str) -> Entry:
    """At times of the clock in London, as crontab has them. Where ``hour`` is not said, once an hour."""
    return {"task": task, "schedule": crontab(**{"minute": "0", **times})}


# By what they are for, as beat's file and its log name them.
SCHEDULE: dict[str, Entry] = {
    # Notifications
    "leave a heartbeat": each_minute("notifications.beat"),
    "send what is due": each_minute("notifications.sweep"),
    "forget the words of old messages": at("notifications.forget_bodies", hour=3, minute=10),
    # Accounts
    "erase accounts that are due": at("accounts.erase_due_accounts", minute=20),
    "forget what accounts left behind": at("accounts.tidy", hour=3, minute=30),
    # Events
    "remind people of events": each_minute("events.queue_due_reminders"),
    "move waiting lists on": each_minute("events.advance_waiting_lists"),
    "give up places of closed accounts": each_minute("events.give_up_places_of_closed_accounts"),
    "forget what people needed at events": at("events.forget_adjustments", hour=3, minute=20),
    # Planning
    "forget answers of people signed out": each_minute("planning.forget_signed_out"),
    "remind people of their plans": each_minute("planning.queue_due_letters"),
    "tell people of what they watch": at("planning.tell_watchers", minute=40),
    "read feeds": {**at("planning.read_feeds", minute=10), "options": {"expires": 3000}},
    "write about the horizon": at("planning.queue_digests", minute=0, hour=7, day_of_week="mon"),
    # Mentoring
    "take up runs of rounds": each_minute("mentoring.work_on_runs"),
    "forget files that nobody confirmed": at("mentoring.forget_files", minute=50),
    "see to pairs that fell asleep": at("mentoring.see_to_pairs", hour=8, minute=15),
    "free times that nobody confirmed": each_minute("mentoring.lapse_unconfirmed"),
    "tell of concerns that nobody saw": at("mentoring.escalate_concerns", minute=50),
    "move proposals on": each_minute("mentoring.move_proposals_on"),
    # Each hour, so that a morning without a worker loses nothing; who was told that day is not told again.
    "tell teams what came to nothing": at("mentoring.tell_teams", minute=25, hour="8-17"),
    "forget people of rounds who never came": at("mentoring.forget_who_never_came", hour=3, minute=40),
    "end what closed accounts have in mentoring": each_minute("mentoring.end_what_closed_accounts_have"),
    "forget meetings that went with an account": at("mentoring.forget_gone_meetings", hour=3, minute=45),
    # Fellowship
    "take up divisions of cohorts": each_minute("fellowship.divide_cohorts"),
    # Each hour of the day, so that a morning without a worker loses nothing; nobody is told the same twice.
    "remind of questionnaires": at("fellowship.remind_of_questionnaires", minute=35, hour="8-18"),
    "remind reviewers of what they have to read": at("fellowship.remind_reviewers", minute=35),
    # Twice an hour: who must act hears within an hour of a rule being met.
    "count how fellows stand": at("fellowship.count_standings", minute="10,40"),
    "end offers whose time is over": each_minute("fellowship.expire_offers"),
    "begin with getting ready": each_minute("fellowship.begin_getting_ready"),
    "give places on mandatory sessions": each_minute("fellowship.book_mandatory"),
    "ask whether fellows get their time": at("fellowship.check_support", hour=9, minute=5),
    # Each hour of the day, as with questionnaires: who was asked that day is not asked again.
    "remind fellows of monthly updates": at("fellowship.remind_of_updates", hour="9-17", minute=25),
    "ask alumni the survey of the year": at("fellowship.ask_surveys", hour="9-17", minute=45),
    "ask advisers for first conversations": at("fellowship.ask_for_conversations", hour="8-17", minute=20),
}

# Without a broker nobody rings, so these are tried every few seconds.
POLLED = ["notifications.deliver_batch", "mentoring.work_on_runs"]
