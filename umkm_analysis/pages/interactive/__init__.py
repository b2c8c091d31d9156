"""Charts that readers change: what they compare with, from which year, against which trend, after which fall."""
