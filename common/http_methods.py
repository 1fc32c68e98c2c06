"""Which methods of HTTP views answer, beside those that Django has a decorator for."""

from django.views.decorators.http import require_http_methods

# A page with a form on it, which the same address takes.
GET_OR_POST = require_http_methods(["GET", "HEAD", "POST"])
