/**
 * What the live feed knows and decides, without a socket or a timer.
 *
 * Invariants: the position only rises, except after the server forgot it or reset it; an
 * event at or below the position is a repeat and changes nothing; the lists are
 * called live only while the server is heard.
 */
export type FeedPhase = "waiting" | "connecting" | "catching_up" | "live" | "reconnecting" | "refused";

export interface FeedState {
  readonly phase: FeedPhase;
  /** The journal position that the screen has seen. */
  readonly position: number | null;
  /** Server time (ms) when the server was last heard; the lists stand here. */
  readonly heardAt: number | null;
  /** Failed attempts since the last success. */
  readonly attempt: number;
}

export type FeedAction =
  | { readonly type: "start"; readonly position: number; readonly at: number }
  | { readonly type: "start_now"; readonly at: number }
  | { readonly type: "opened"; readonly at: number }
  | { readonly type: "caught_up"; readonly at: number }
  | { readonly type: "heard"; readonly at: number }
  | { readonly type: "event"; readonly position: number; readonly at: number }
  | { readonly type: "reset"; readonly position: number }
  | { readonly type: "lost" }
  | { readonly type: "forgotten" }
  | { readonly type: "refused" };

export const initialFeed: FeedState = { phase: "waiting", position: null, heardAt: null, attempt: 0 };

/** The server sends a comment every 10 s; two and a half times that is silence. */
export const SILENCE_MS = 25_000;
/** A list whose server was not heard for this long says so across its top. */
export const STALE_MS = 60_000;

export function feedReducer(state: FeedState, action: FeedAction): FeedState {
  switch (action.type) {
    case "start":
      return { phase: "connecting", position: Math.max(action.position, state.position ?? 0), heardAt: action.at, attempt: 0 };
    case "start_now":
      // No list said where it stands: listen from now on, and read once more what was read before.
      return { phase: "reconnecting", position: null, heardAt: action.at, attempt: 0 };
    case "opened":
      // While it catches up the lists still stand where they stood.
      if (state.phase === "reconnecting") return { ...state, phase: "catching_up", attempt: 0 };
      return { ...state, phase: "live", heardAt: action.at, attempt: 0 };
    case "caught_up":
      return state.phase === "catching_up" ? { ...state, phase: "live", heardAt: action.at } : state;
    case "heard":
      return state.phase === "live" ? { ...state, heardAt: action.at } : state;
    case "event": {
      const position = Math.max(action.position, state.position ?? 0);
      return state.phase === "live" ? { ...state, position, heardAt: action.at } : { ...state, position };
    }
    case "reset":
      // The journal is another one (restored from a copy): everything is read again.
      return { ...state, phase: "catching_up", position: action.position };
    case "lost":
      return { ...state, phase: "reconnecting", attempt: state.attempt + 1 };
    case "forgotten":
      return { ...state, phase: "reconnecting", position: null, attempt: state.attempt + 1 };
    case "refused":
      return { ...state, phase: "refused" };
  }
}

/** True when the event brings something new. */
export function isNews(state: FeedState, position: number): boolean {
  return state.position === null || position > state.position;
}

/** The headers that make the server go on where this screen stopped. */
export function resumeHeaders(state: FeedState): Readonly<Record<string, string>> {
  return state.position === null ? {} : { "Last-Event-ID": String(state.position) };
}

/** Half a second at first, ten at most, spread so that seats do not return in step. */
export function backoff(attempt: number, random: number): number {
  const ceiling = Math.min(10_000, 500 * 2 ** Math.min(attempt, 10));
  return Math.round(ceiling * (0.5 + 0.5 * random));
}

export type RefusalMeaning = "signed_out" | "forgotten" | "refused" | "lost";

/** What an answer other than 200 means for the feed. */
export function meaningOf(status: number): RefusalMeaning {
  if (status === 401) return "signed_out";
  // The position is not the server's: it was restored, or it is another server.
  if (status === 400 || status === 409 || status === 410 || status === 416) return "forgotten";
  if (status === 403 || status === 404) return "refused";
  return "lost";
}

export interface FeedEvent {
  readonly position: number;
  readonly kind: string;
  readonly id: string;
}

/** Reads one event, or null for anything that is not one. */
export function readEvent(id: string | undefined, data: string): FeedEvent | null {
  let body: unknown;
  try {
    body = JSON.parse(data);
  } catch {
    return null;
  }
  if (typeof body !== "object" || body === null) return null;
  if (!("kind" in body) || typeof body.kind !== "string") return null;
  if (!("id" in body) || typeof body.id !== "string") return null;
  const stated = "position" in body && typeof body.position === "number" ? body.position : Number(id);
  return Number.isSafeInteger(stated) && stated >= 0 ? { position: stated, kind: body.kind, id: body.id } : null;
}

/** The position of a `reset`, or null for anything that is not one. */
export function readReset(id: string | undefined): number | null {
  const position = Number(id);
  return id !== undefined && id !== "" && Number.isSafeInteger(position) && position >= 0 ? position : null;
}

export type Freshness = "live" | "stopped" | "old";

/** What a list may claim about itself at this moment. */
export function freshness(state: FeedState, now: number): Freshness {
  if (state.heardAt !== null && now - state.heardAt > STALE_MS) return "old";
  return state.phase === "live" ? "live" : "stopped";
}
