"""What is on a person's machine: workspaces, their notebooks, and what the package needs of the machine."""
