"""What holds for all tests."""

from hypothesis import settings

settings.register_profile("probgen", deadline=None)  # no test tells the time: the machine may be busy
settings.load_profile("probgen")
