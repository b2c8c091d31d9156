"""The one door to ipykernel, nbclient, papermill and nbconvert."""
