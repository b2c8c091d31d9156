"""Clients of the services that publish statistics and procurement lines; ``umkm fetch`` alone uses the network."""
