"""Tests of what the other tests stand on."""

import pytest
from django.db import connection

from accounts.models import User


@pytest.mark.main_journey  # putting the database back works in another way on SQLite
@pytest.mark.parametrize("round_number", [1, 2])
@pytest.mark.django_db(transaction=True)
def test_what_a_test_commits_is_gone_in_the_next_one_and_the_catalogue_is_not(round_number: int) -> None:
    from careers.models import Role

    assert not User.objects.exists()
    User.objects.create_user("someone@example.org")
    connection.close()
    assert Role.objects.exists()
