"""What happened in the demo company's cases, told through the services as it would have been."""
