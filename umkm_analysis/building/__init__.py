"""Plan, run (papermill), export (nbconvert), publish: the only user of both."""
