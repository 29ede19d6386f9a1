// Asks for the state every two seconds. Nothing new costs nothing: the server then only says so. When the connection
// or the sign-in is gone it waits a little longer each time, and everything comes back by itself.
const EVERY_MS = 2000, SHORTEST_MS = 500, LONGEST_MS = 10000, PATIENCE_MS = 20000;

export class Poll {
  // `onState(state)` for what is new; `onTrouble(kind)` with "", "building", "offline", "gone", "not_yours" or "signed_out".
  constructor(address, onState, onTrouble) {
    Object.assign(this, { address, onState, onTrouble, etag: "", failures: 0, ahead: 0 });
  }

  start() {
    this.ask();
    addEventListener("online", () => this.soon());
    document.addEventListener("visibilitychange", () => document.hidden || this.soon());
  }

  soon() {
    clearTimeout(this.timer);
    if (!this.isAsking) this.ask();
  }

  async ask() {
    this.isAsking = true;
    const began = performance.now();
    const trouble = await this.look().catch(() => "offline");
    this.isAsking = false;
    this.failures = trouble === "" || trouble === "building" ? 0 : this.failures + 1;
    this.onTrouble(trouble);
    const pause = Math.min(EVERY_MS * 1.5 ** this.failures, LONGEST_MS) - (performance.now() - began);
    this.timer = setTimeout(() => this.ask(), Math.max(pause, SHORTEST_MS));
  }

  async look() {
    const headers = this.etag ? { "If-None-Match": this.etag } : {};
    const asked = { headers, cache: "no-store", redirect: "manual", signal: AbortSignal.timeout(PATIENCE_MS) };
    const answer = await fetch(this.address, asked);
    // The only way the server sends anyone is to the sign-in page.
    if (answer.type === "opaqueredirect" || answer.status === 401) return "signed_out";
    const at = Date.parse(answer.headers.get("Date"));
    if (at) this.ahead = at - Date.now();
    if (answer.status === 304) return "";
    if (answer.status === 503 && answer.headers.has("Retry-After")) return "building";
    if (answer.status === 403) return "not_yours";
    if (answer.status === 404) return "gone";
    if (!answer.ok) return "offline";
    this.onState(await answer.json());
    this.etag = answer.headers.get("ETag") ?? "";
    return "";
  }

  // Unix seconds by the clock of the server.
  now() {
    return (Date.now() + this.ahead) / 1000;
  }
}

export async function fetchData(address) {
  const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE_MS) });
  const found = await answer.json();
  if (!answer.ok) throw Object.assign(new Error("refused"), { says: found.says });
  return found;
}
