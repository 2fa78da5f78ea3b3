// a script for tests
