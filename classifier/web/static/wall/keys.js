// The keyboard: digits choose a view, space goes to the next, F freezes, T light or dark, S full screen, Q the QR
// code, Escape goes back. Keys with Ctrl, Alt or Meta belong to the browser.
export function listen(actions, views) {
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.target.closest("select, input")) return;
    const action = actionOf(event, actions, views);
    if (!action) return;
    event.preventDefault();
    action();
  });
}

function actionOf(event, actions, views) {
  if (event.key >= "1" && event.key <= String(views.length)) return () => actions.view(views[event.key - 1]);
  const onButton = event.target.closest("button");
  if (event.key === " " && !onButton) return actions.next;
  return { f: actions.freeze, t: actions.theme, s: actions.full, q: actions.qr, escape: actions.back }[event.key.toLowerCase()];
}
