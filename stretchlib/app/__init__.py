"""The command line, the doctor, and what a kernel and Jupyter are started with."""
