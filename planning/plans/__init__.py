"""Plans: what a person does to get where they want to be, suggested, copied or typed; reminders and reviews of it."""
