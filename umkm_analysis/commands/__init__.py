"""What the umkm command does, a module a command; registered in cli.py."""
