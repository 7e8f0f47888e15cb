"""What operators and engineers write, in both languages."""
