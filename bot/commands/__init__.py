"""The commands of `troly`, one module a noun. Results on standard output, everything else on standard error."""
