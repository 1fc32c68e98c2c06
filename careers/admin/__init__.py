"""The catalogue in Django admin, where staff correct it. Each correction is kept and survives loading and importing."""

from careers.admin import editions, framework, learning, people, words

__all__ = ["editions", "framework", "learning", "people", "words"]
