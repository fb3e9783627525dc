"""Pages about what factories share with each other."""
