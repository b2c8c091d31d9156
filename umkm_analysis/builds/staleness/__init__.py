"""What must be built again, and why."""
