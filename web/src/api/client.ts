/**
 * The one door to the server: typed by the generated schema, in the person's
 * language, with every refusal turned into a `ProblemError`.
 *
 * Invariant: nothing else in the screens calls `fetch`, except the event feed and `request.ts`
 * (registers, whose shapes are data and not part of the generated schema).
 */
import createClient from "openapi-fetch";
import { sampleServerTime } from "../time/serverClock";
import { problemOf, unreachable } from "./problem";
import type { paths } from "./schema";

let language = "zh";
let onSignedOut: () => void = () => undefined;

export function setRequestLanguage(next: string): void {
  language = next;
}

export function requestLanguage(): string {
  return language;
}

/** Called when any request learns that the session is over. */
export function whenSignedOut(handler: () => void): void {
  onSignedOut = handler;
}

export const api = createClient<paths>({ credentials: "same-origin" });

api.use({
  onRequest({ request }) {
    request.headers.set("Accept-Language", language);
    return request;
  },
});

interface Answer<T> {
  readonly data?: T;
  readonly error?: unknown;
  readonly response: Response;
}

function serverTimeIn(body: unknown): number {
  if (typeof body !== "object" || body === null) return Number.NaN;
  const stated = "as_of" in body ? body.as_of : "server_time" in body ? body.server_time : null;
  return typeof stated === "string" ? Date.parse(stated) : Number.NaN;
}

/** The body of an answer, or a thrown `ProblemError`. */
export async function answer<T>(call: Promise<Answer<T>>): Promise<T> {
  const sent = Date.now();
  let outcome: Answer<T>;
  try {
    outcome = await call;
  } catch (cause) {
    throw unreachable(cause);
  }
  const { data, error, response } = outcome;
  if (!response.ok) {
    if (response.status === 401 && !response.url.endsWith("/api/v1/session")) onSignedOut();
    throw problemOf(response.status, error);
  }
  sampleServerTime({ sent, received: Date.now(), server: serverTimeIn(data) });
  // A 204 has no body; its type says so.
  return data as T;
}

/** The strong ETag of a record that carries its version. */
export function ifMatch(record: { readonly version: number }): { "If-Match": string } {
  return { "If-Match": `"${record.version}"` };
}
