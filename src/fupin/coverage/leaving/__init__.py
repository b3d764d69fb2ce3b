"""Leaving poverty over a registry (退出): screening, comparison, the chain of exits."""
