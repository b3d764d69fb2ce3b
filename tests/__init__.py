"""The tests; shared here is how many examples a law draws."""

from hypothesis import settings


def draws(examples: int) -> settings:
    """So many examples in a steady run; other profiles draw more or fewer in proportion.

    A law over whole registries is dear: it draws fewer than the profile says of a law.
    """
    assert settings.default is not None
    return settings(max_examples=max(1, examples * settings.default.max_examples // 100))
