"""Statistics as offices and portals publish them: readers of their files, and checks against the known figures."""
