"""One Streamlit file per screen; ``begin.py`` is where every visit starts."""
