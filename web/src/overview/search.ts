/** Which rows stand behind a number of the overview, as the address holds it. Pure. */
export interface DaySearch {
  readonly state?: string;
  readonly kind?: string;
  readonly level?: number;
  /** Only those that are not closed. */
  readonly open?: true;
  /** Only those of today. */
  readonly today?: true;
}

const WORD = /^[a-z_]{1,30}$/;

export function daySearch(raw: Record<string, unknown>): DaySearch {
  const { state, kind, level, open, today } = raw;
  return {
    ...(typeof state === "string" && WORD.test(state) ? { state } : {}),
    ...(typeof kind === "string" && WORD.test(kind) ? { kind } : {}),
    ...(typeof level === "number" && Number.isInteger(level) && level >= 1 && level <= 5 ? { level } : {}),
    ...(open === true ? { open } : {}),
    ...(today === true ? { today } : {}),
  };
}
