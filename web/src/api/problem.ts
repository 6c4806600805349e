/**
 * Every refusal becomes one kind of error, with what the server said and what
 * the person can do next. The server's own words (already in the person's
 * language) are shown; ours only frame them.
 */
import type { MessageKey } from "../messages/zh";

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export class ProblemError extends Error {
  override readonly name = "ProblemError";
  constructor(
    /** HTTP status; 0 when no answer came. */
    readonly status: number,
    readonly code: string,
    readonly title: string,
    readonly detail: string | null,
    readonly errors: readonly FieldError[],
    /** On 412: the record as it is now, unchecked. */
    readonly current: unknown,
    /** The whole body, unchecked: what only one room's problems carry. */
    readonly body: Readonly<Record<string, unknown>> = {},
  ) {
    super(title);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}

function fieldErrors(value: unknown): FieldError[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    if (!isFields(item)) return [];
    const message = text(item["message"]);
    return message === null ? [] : [{ field: text(item["field"]) ?? "", message }];
  });
}

/** From an answer's body, whatever it is: a proxy's HTML page is a problem too. */
export function problemOf(status: number, body: unknown): ProblemError {
  const fields = isFields(body) ? body : {};
  return new ProblemError(
    status,
    text(fields["code"]) ?? `http_${status}`,
    text(fields["title"]) ?? `HTTP ${status}`,
    text(fields["detail"]),
    fieldErrors(fields["errors"] ?? fields["fields"]),
    fields["current"] ?? null,
    fields,
  );
}

export function unreachable(cause: unknown): ProblemError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new ProblemError(0, "network", reason, null, [], null);
}

export function asProblem(error: unknown): ProblemError {
  return error instanceof ProblemError ? error : unreachable(error);
}

/** What the server says in full, with the names and the next step: nothing of ours around it. */
const whole: ReadonlySet<string> = new Set(["denied", "responders_taken", "force_still_out", "newer_alarm", "in_doubt", "disk_full", "locked", "account_disabled", "too_large"]);

export interface ProblemWords {
  /** Null: the server's title. */
  readonly what: MessageKey | null;
  readonly next: MessageKey | null;
  /** Whether the server's detail stands between the two. */
  readonly detail: boolean;
}

/** The frame of words around a refusal: what happened, and the next step. */
export function wordsFor(problem: ProblemError): ProblemWords {
  if (whole.has(problem.code)) return { what: null, next: null, detail: problem.detail !== null };
  // Its detail names states and actions as programs do.
  if (problem.code === "state_refuses") return { what: "problem.state_refuses", next: "problem.state_refuses_next", detail: false };
  return { ...wordsForStatus(problem), detail: problem.status !== 0 };
}

function wordsForStatus(problem: ProblemError): { readonly what: MessageKey; readonly next: MessageKey } {
  switch (problem.status) {
    case 0:
      return { what: "problem.network", next: "problem.network_next" };
    case 401:
      return { what: "problem.unauthorised", next: "problem.unauthorised_next" };
    case 403:
      return { what: "problem.forbidden", next: "problem.forbidden_next" };
    case 404:
      return { what: "problem.not_found", next: "problem.not_found_next" };
    case 409:
    case 412:
    case 428:
      return { what: "problem.conflict", next: "problem.conflict_next" };
    case 400:
    case 422:
      return { what: "problem.invalid", next: "problem.invalid_next" };
    case 429:
    case 503:
      return { what: "problem.busy", next: "problem.busy_next" };
    default:
      return problem.status >= 500
        ? { what: "problem.server", next: "problem.server_next" }
        : { what: "problem.other", next: "problem.other_next" };
  }
}

/** True when the same request may simply be sent again. */
export function worthRetrying(problem: ProblemError): boolean {
  return problem.status === 0 || problem.status === 502 || problem.status === 503 || problem.status === 504;
}
