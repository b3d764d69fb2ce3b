"""The work itself over a registry (帮扶工作): acts, plans, deliveries, a helper's year."""
