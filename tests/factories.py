"""Makes the things that tests need, by the real routes."""

import itertools

from django.contrib.auth.models import Group, User

PASSWORD = "correct horse battery staple"
COUNTER = itertools.count(1)


def make_user(*roles: str, username: str = "") -> User:
    """A person with these roles; the password is PASSWORD."""
    name = username or f"{'-'.join(roles).lower() or 'nobody'}-{next(COUNTER)}"
    user = User.objects.create_user(
        name, password=PASSWORD, first_name=name.title(), last_name="Tester"
    )
    for role in roles:
        user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user
