"""Starts the app on this machine: which settings it runs with, and where it can be reached."""

from pathlib import Path

from streamlit.starlette import App

from classifier.texts import Texts

SCRIPT = Path(__file__).resolve().parent / "pages" / "begin.py"

# The same settings stand in .streamlit/config.toml, for those who start with `streamlit run app.py`;
# a test compares the two.
SETTINGS: dict[str, object] = {
    "browser.gatherUsageStats": False,
    "client.showErrorDetails": "none",
    "client.showErrorLinks": False,
    "client.toolbarMode": "minimal",
    # Without this every rerun of every session ends in a full garbage collection.
    "runner.postScriptGC": False,
    "runner.magicEnabled": False,
    "server.address": "127.0.0.1",
    "server.fileWatcherType": "none",
    "server.headless": True,
    "server.maxUploadSize": 50,
    "server.showEmailPrompt": False,
    "theme.base": "light",
}


def serve(host: str = "127.0.0.1", port: int = 8501, app: App | None = None) -> None:
    """Run the app until it is stopped; its address is printed first."""
    print(Texts()("app.address", address=f"http://{host}:{port}"), flush=True)
    where = {"server.address": host, "server.port": port, "browser.serverAddress": host}
    (app or App(SCRIPT)).run(config={**SETTINGS, **where})
