"""Commands of the checkout's upkeep, behind ``make``: bill of materials, licences, audit, tests on other versions."""
