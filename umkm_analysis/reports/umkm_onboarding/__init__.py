"""The report on UMKM on their way to the e-catalogue."""
