"""Pairing over a registry (结对): households, quotas, duties, what persons hold."""
