"""The same living centre as in the centre's own tests."""

from tests.central.conftest import address, central_ground, living

__all__ = ["address", "central_ground", "living"]
