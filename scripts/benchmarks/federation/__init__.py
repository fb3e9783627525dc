"""What carrying courses and records from factory to factory costs."""
