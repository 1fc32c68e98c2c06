"""Addresses of events: public pages, a person's own, and those of organisers."""

from django.urls import path

from events.views import attendance, booking, feeds, hosting, listing, mine, organising

app_name = "events"

urlpatterns = [
    path("events/", listing.event_list, name="event_list"),
    path("events/month/", listing.event_month, name="event_month"),
    path("events/feed/<str:secret>.ics", feeds.feed, name="feed"),
    path("events/<slug:slug>/", listing.event_detail, name="event_detail"),
    path("events/<slug:slug>/event.ics", feeds.event_ics, name="event_ics"),
    path("events/<slug:slug>/book/", booking.event_book, name="event_book"),
    path("events/<slug:slug>/confirm/", booking.place_confirm, name="place_confirm"),
    path("events/<slug:slug>/give-up/", booking.booking_cancel, name="booking_cancel"),
    path("events/<slug:slug>/needs/", booking.booking_needs, name="booking_needs"),
    path("events/<slug:slug>/feedback/", booking.feedback_give, name="feedback_give"),
    path("events/<slug:slug>/certificate/", booking.certificate, name="certificate"),
    path("me/events/", mine.my_events, name="my_events"),
    path("me/calendar/", mine.my_calendar, name="my_calendar"),
    path("staff/events/", organising.organised_list, name="organised_list"),
    path("staff/events/add/", organising.event_add, name="event_add"),
    path("staff/events/<slug:slug>/", organising.organised_detail, name="organised_detail"),
    path("staff/events/<slug:slug>/edit/", organising.event_edit, name="event_edit"),
    path("staff/events/<slug:slug>/publish/", organising.event_publish, name="event_publish"),
    path("staff/events/<slug:slug>/move/", organising.event_move, name="event_move"),
    path("staff/events/<slug:slug>/place/", organising.event_place, name="event_place"),
    path("staff/events/<slug:slug>/cancel/", organising.event_cancel, name="event_cancel"),
    path("staff/events/<slug:slug>/delete/", organising.draft_delete, name="draft_delete"),
    path("staff/events/<slug:slug>/repeat/", organising.event_repeat, name="event_repeat"),
    path("staff/events/<slug:slug>/hosts/", hosting.event_hosts, name="event_hosts"),
    path("staff/events/<slug:slug>/invitations/", hosting.event_invitations, name="event_invitations"),
    path("staff/events/<slug:slug>/people/", attendance.attendance_sheet, name="attendance_sheet"),
    path("staff/events/<slug:slug>/people.csv", attendance.attendees_csv, name="attendees_csv"),
    path("staff/events/<slug:slug>/feedback/", attendance.feedback_results, name="feedback_results"),
]
