"""What a build writes: pages, the index, PDF, and files that are whole or not there."""
