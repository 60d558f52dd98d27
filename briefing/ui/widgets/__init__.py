"""Small parts that know nothing of debates."""
