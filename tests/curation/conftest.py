from __future__ import annotations

import pytest
from django.contrib.auth.models import User

from tests.curation.world import make_world


@pytest.fixture
def ann(db: None) -> User:
    """A curator, in a world of four companies and two articles."""
    return make_world()


@pytest.fixture
def bob(ann: User) -> User:
    return User.objects.create_user("bob")
