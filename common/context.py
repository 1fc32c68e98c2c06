"""What every template knows about the service."""

from django.conf import settings
from django.http import HttpRequest


def service(request: HttpRequest) -> dict[str, str]:
    """Names and addresses from the settings, and this page's absolute address for sharing."""
    return {
        "service_name": settings.SERVICE_NAME,
        "organisation_name": settings.ORGANISATION_NAME,
        "contact_email": settings.CONTACT_EMAIL,
        "page_url": f"{settings.SITE_URL}{request.get_full_path()}",
    }
