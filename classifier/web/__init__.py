"""Plain pages beside the screens of Streamlit: phones that answer, signing in, and the guard before the screens."""
