"""Refusals: sentences for people, raised by rules and shown by views."""


class Refused(Exception):
    """A rule said no. The message is one clear sentence for the person who asked.

    Every rule raises a subclass with a name of its own, defined beside the rule.
    """

    def __str__(self) -> str:
        return str(self.args[0]) if self.args else (self.__doc__ or "").strip()
