"""Addresses of mentoring: pairs, their meetings, single conversations, concerns."""

from django.urls import URLPattern, path

from mentoring.views import certificates, concerns, conversations, endings, meetings, overview, pairs, team_letters

PAIR, MEETING, TALK = "mentoring/pairs/<uuid:uuid>/", "mentoring/meetings/<uuid:uuid>/", "mentoring/conversations/"
OF = "staff/mentoring/programmes/<slug:slug>/"

urlpatterns: list[URLPattern] = [
    path(PAIR, pairs.pair_detail, name="pair_detail"),
    path(f"{PAIR}meetings/", pairs.pair_meetings, name="pair_meetings"),
    path(f"{PAIR}meetings/add/", meetings.meeting_add, name="meeting_add"),
    path(f"{PAIR}goals/add/", pairs.goal_add, name="goal_add"),
    path("mentoring/goals/<uuid:uuid>/", pairs.goal_set, name="goal_set"),
    path(f"{PAIR}progress/add/", pairs.progress_add, name="progress_add"),
    path("mentoring/progress/<uuid:uuid>/", pairs.progress_answer, name="progress_answer"),
    path(f"{PAIR}actions/add/", pairs.step_add, name="step_add"),
    path("mentoring/actions/<uuid:uuid>/", pairs.step_set, name="step_set"),
    path(f"{PAIR}pause/", endings.pair_pause, name="pair_pause"),
    path(f"{PAIR}take-up/", endings.pair_take_up, name="pair_take_up"),
    path(f"{PAIR}another-mentor/", endings.pair_change, name="pair_change"),
    path(f"{PAIR}end/", endings.pair_end, name="pair_end"),
    path(f"{PAIR}feedback/", endings.pair_feedback, name="pair_feedback"),
    path(f"{PAIR}outcome/", endings.pair_outcome, name="pair_outcome"),
    path(f"{PAIR}concern/", concerns.concern_add, name="concern_add"),
    path(MEETING, meetings.meeting_detail, name="meeting_detail"),
    path(f"{MEETING}times/", meetings.meeting_times, name="meeting_times"),
    path(f"{MEETING}choose/", meetings.meeting_choose, name="meeting_choose"),
    path(f"{MEETING}call-off/", meetings.meeting_call_off, name="meeting_call_off"),
    path(f"{MEETING}place/", meetings.meeting_place, name="meeting_place"),
    path(f"{MEETING}agenda/", meetings.meeting_agenda, name="meeting_agenda"),
    path(f"{MEETING}held/", meetings.meeting_held, name="meeting_held"),
    path(f"{MEETING}missed/", meetings.meeting_missed, name="meeting_missed"),
    path(f"{MEETING}note/", meetings.meeting_note, name="meeting_note"),
    path(f"{MEETING}questions/", meetings.meeting_pulse, name="meeting_pulse"),
    path(f"{MEETING}calendar.ics", meetings.meeting_calendar, name="meeting_calendar"),
    path(TALK, conversations.conversation_find, name="conversation_find"),
    path(f"{TALK}mine/", conversations.conversation_list, name="conversation_list"),
    path(f"{TALK}times/", conversations.slot_list, name="slot_list"),
    path(f"{TALK}times/<uuid:uuid>/remove/", conversations.slot_remove, name="slot_remove"),
    path(f"{TALK}times/<uuid:uuid>/book/", conversations.slot_book, name="slot_book"),
    path(f"{TALK}with/<uuid:uuid>/", conversations.mentor_times, name="mentor_times"),
    path(f"{TALK}<uuid:uuid>/", conversations.conversation_detail, name="conversation_detail"),
    path(f"{TALK}<uuid:uuid>/answer/", conversations.conversation_answer, name="conversation_answer"),
    path(f"{TALK}<uuid:uuid>/actions/add/", conversations.conversation_step_add, name="conversation_step_add"),
    path(f"{TALK}<uuid:uuid>/concern/", concerns.conversation_concern, name="conversation_concern"),
    path("mentoring/hours/", certificates.certificate, name="certificate"),
    path("mentoring/concerns/", concerns.my_concerns, name="my_concerns"),
    path("mentoring/concerns/<uuid:uuid>/", concerns.concern_detail, name="concern_detail"),
    path("staff/mentoring/", overview.overview_list, name="overview_list"),
    path(OF, overview.overview, name="overview"),
    path(f"{OF}pairs/", overview.overview_pairs, name="overview_pairs"),
    path(f"{OF}pairs/write/", team_letters.team_letter, name="team_letter"),
    path(f"{OF}mentors/", overview.overview_mentors, name="overview_mentors"),
    path(f"{OF}meetings/", overview.overview_meetings, name="overview_meetings"),
    path("staff/mentoring/concerns/", concerns.concern_list, name="concern_list"),
    path("staff/mentoring/concerns/<uuid:uuid>/", concerns.concern_handle, name="concern_handle"),
]
