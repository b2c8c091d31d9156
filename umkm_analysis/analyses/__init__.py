"""One module per report: where the tables' columns meet the metrics."""
