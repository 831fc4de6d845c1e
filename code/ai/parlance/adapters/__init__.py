"""Where the program meets others; a vendor is named here and nowhere else."""
