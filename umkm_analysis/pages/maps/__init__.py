"""Maps: land, regions as circles or areas, an inset for Java, and their legend."""
