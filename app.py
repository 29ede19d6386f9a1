"""Klantkompas as one ASGI app: `python app.py`, `streamlit run app.py` or any ASGI server."""

from streamlit.starlette import App

from classifier.server import SCRIPT, serve

app = App(SCRIPT)

if __name__ == "__main__":
    serve(app=app)
