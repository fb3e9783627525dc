"""The federation: what factories share with each other, and how each knows whom it may believe."""
