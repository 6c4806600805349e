/** What the journal's list shows, as the address holds it. Pure. */
export interface JournalSearch {
  readonly kind?: string;
  readonly actor?: string;
  readonly subject?: string;
  /** Days of the city: from the first's beginning to the last's end. */
  readonly from?: string;
  readonly until?: string;
}

const DAY_MS = 86_400_000;

function isDay(value: unknown): value is string {
  return typeof value === "string" && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value));
}

export function journalSearch(raw: Record<string, unknown>): JournalSearch {
  const { kind, actor, subject, from, until } = raw;
  return {
    ...(typeof kind === "string" && /^[a-z][a-z0-9_]*$/.test(kind) ? { kind } : {}),
    ...(typeof actor === "string" && /^[a-z]+:[\w.:-]{1,80}$/.test(actor) ? { actor } : {}),
    ...(typeof subject === "string" && /^[0-9a-f-]{36}$/.test(subject) ? { subject } : {}),
    ...(isDay(from) ? { from } : {}),
    ...(isDay(until) ? { until } : {}),
  };
}

/** The question as the API asks it. */
export function questionOf({ kind, actor, subject, from, until }: JournalSearch) {
  const start = (day: string) => Date.parse(`${day}T00:00:00+08:00`);
  return {
    ...(kind === undefined ? {} : { kind }),
    ...(actor === undefined ? {} : { actor }),
    ...(subject === undefined ? {} : { subject }),
    ...(from === undefined ? {} : { from: new Date(start(from)).toISOString() }),
    ...(until === undefined ? {} : { until: new Date(start(until) + DAY_MS).toISOString() }),
  };
}
