"""How the weights in resources/models/ were made. Not part of the program."""
