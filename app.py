"""Klantkompas as one ASGI app: `python app.py`, `streamlit run app.py`, or any ASGI server."""

from streamlit.starlette import App

from classifier.server import SCRIPT, parts, serve

# `streamlit run` looks for this assignment in the text of this file.
app = App(SCRIPT, **parts())

if __name__ == "__main__":
    serve(app=app)
