"""Measures of poverty (贫困测度): of income, and of many dimensions."""
