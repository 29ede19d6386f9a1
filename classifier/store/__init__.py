"""What is kept: SQLAlchemy tables and the few functions that touch them."""
