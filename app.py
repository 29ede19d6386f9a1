"""Klantkompas as one ASGI app: `python app.py`, `streamlit run app.py`, or any ASGI server."""

from streamlit.starlette import App

from classifier.server import SCRIPT, say_that_it_failed, serve

# `streamlit run` looks for this assignment in the text of this file.
app = App(SCRIPT, on_script_error=say_that_it_failed)

if __name__ == "__main__":
    serve(app=app)
