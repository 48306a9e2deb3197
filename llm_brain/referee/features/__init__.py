"""What classes can do besides: one module a class, and the door that finds the feature somebody named."""
