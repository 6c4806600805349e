/**
 * The door to what is data and not schema: registers, whose fields are known only while running.
 * The same language, problems and clock as `client.ts`; the caller says what shape it expects.
 */
import { answer, requestLanguage } from "./client";

export type Query = readonly (readonly [name: string, value: string])[];

export interface Request {
  readonly method?: "GET" | "POST" | "PUT" | "DELETE";
  readonly query?: Query;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as it is. */
  readonly bytes?: Blob;
  /** The version that the person saw. */
  readonly version?: number;
  readonly signal?: AbortSignal;
}

/** A path with its query, for requests and for links to files. */
export function address(path: string, query: Query = []): string {
  const words = new URLSearchParams(query.map(([name, value]) => [name, value])).toString();
  return words === "" ? path : `${path}?${words}`;
}

function headersOf({ body, bytes, version }: Request): Headers {
  const headers = new Headers({ Accept: "application/json", "Accept-Language": requestLanguage() });
  if (body !== undefined) headers.set("Content-Type", "application/json");
  if (bytes !== undefined) headers.set("Content-Type", "application/octet-stream");
  if (version !== undefined) headers.set("If-Match", `"${version}"`);
  return headers;
}

async function parsed(response: Response): Promise<unknown> {
  const text = await response.text();
  if (text === "") return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // A proxy's page: the status says enough.
    return undefined;
  }
}

/** The body of the answer as `T`, or a thrown `ProblemError`. */
export function request<T>(path: string, options: Request = {}): Promise<T> {
  const send = async () => {
    const response = await fetch(address(path, options.query), {
      method: options.method ?? "GET",
      headers: headersOf(options),
      body: options.bytes ?? (options.body === undefined ? null : JSON.stringify(options.body)),
      credentials: "same-origin",
      signal: options.signal ?? null,
    });
    const body = await parsed(response);
    // What the server promises by contract is taken at its word.
    return response.ok ? { data: body as T, response } : { error: body, response };
  };
  return answer<T>(send());
}
