"""Output of builds: pages, index, PDF files, and the safe writing of files."""
