/**
 * The server's clock, as well as this browser can know it.
 *
 * A seat's own clock may be wrong by an hour; every age and clock on the screen
 * is measured against the server. Each answer that carries the server's time is
 * a sample: the truth lies within half the round trip of it, so a sample with a
 * shorter round trip replaces a longer one, and a sample that contradicts the
 * estimate (the local clock was set, or the machine slept) replaces it at once.
 */
export interface ClockSample {
  /** Local milliseconds when the request left and when its answer arrived. */
  readonly sent: number;
  readonly received: number;
  /** The server's time in the answer, milliseconds. */
  readonly server: number;
}

interface Estimate {
  readonly offset: number;
  readonly uncertainty: number;
}

/** Longer than this a sample says too little to start from. */
const DRIFT_PER_SAMPLE_MS = 5;

export function improve(previous: Estimate | null, sample: ClockSample): Estimate {
  const uncertainty = Math.max(0, sample.received - sample.sent) / 2;
  const fresh = { offset: sample.server - (sample.sent + uncertainty), uncertainty };
  if (previous === null) return fresh;
  const contradicts = Math.abs(fresh.offset - previous.offset) > fresh.uncertainty + previous.uncertainty + 50;
  if (contradicts || fresh.uncertainty <= previous.uncertainty) return fresh;
  // An old estimate slowly loses its credit, so that drift is followed.
  return { offset: previous.offset, uncertainty: previous.uncertainty + DRIFT_PER_SAMPLE_MS };
}

let estimate: Estimate | null = null;

export function sampleServerTime(sample: ClockSample): void {
  if (Number.isFinite(sample.server)) estimate = improve(estimate, sample);
}

/** Milliseconds since 1970 by the server's clock. */
export function serverNow(): number {
  return Date.now() + (estimate?.offset ?? 0);
}

const LOOK_EVERY_MS = 5_000;
const JUMP_MS = 2_000;

/**
 * Calls back when the local clock was set or the machine slept: until the next
 * sample every age on the screen would be wrong by as much.
 */
export function watchClockJumps(onJump: () => void): () => void {
  let gap = Date.now() - performance.now();
  const timer = setInterval(() => {
    const now = Date.now() - performance.now();
    if (Math.abs(now - gap) > JUMP_MS) onJump();
    gap = now;
  }, LOOK_EVERY_MS);
  return () => clearInterval(timer);
}
