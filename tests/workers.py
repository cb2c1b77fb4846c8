"""Which tests go to one worker together: those that share something that takes longer to make than a test to run."""

from xdist.scheduler import LoadScopeScheduling

# One demonstration site, one S3 server.
FOLDERS = ("tests/e2e", "tests/storage")


def together(nodeid: str) -> str:
    """The group of a test, by its id: its folder or its class where that shares something, else the test alone."""
    name = nodeid.partition("[")[0]
    file, _, rest = name.partition("::")
    if (folder := file.rpartition("/")[0]) in FOLDERS:
        return folder
    # A class may fill its tables once for all its tests.
    return name.rpartition("::")[0] if "::" in rest else nodeid


class Together(LoadScopeScheduling):
    """Hands out the largest group first, and single tests until nothing is left, so no worker waits long at the end.

    The mark `xdist_group` does nothing from pytest 9.2 on: pytest-xdist 3.8 writes the group in a name nobody reads.
    """

    def _split_scope(self, nodeid: str) -> str:
        return together(nodeid)
