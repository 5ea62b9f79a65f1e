"""One module per command: it gathers what the command line asks for and returns what is printed."""
