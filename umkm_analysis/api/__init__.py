"""The public library behind ``import umkm_analysis as ua``: figures on regions as tables and charts, a call each."""
