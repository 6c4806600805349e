/**
 * The tone for a new fire alarm, and the bell of an order at a station. Browsers stay silent until the person has
 * touched the page once; that state is shown, never hidden.
 */
import { remember, remembered } from "./storage";

export type SoundState = "on" | "muted" | "blocked";

let muted = remembered("sound") === "muted";
let context: AudioContext | null = null;
const listeners = new Set<() => void>();

function announce(): void {
  for (const listener of listeners) listener();
}

export function subscribeSound(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function soundState(): SoundState {
  if (muted) return "muted";
  return context?.state === "running" ? "on" : "blocked";
}

/** Called on the first key or click; only then may a page make itself heard. */
export async function unlockSound(): Promise<void> {
  if (typeof AudioContext === "undefined") return;
  if (context === null) {
    context = new AudioContext();
    context.addEventListener("statechange", announce);
  }
  if (context.state !== "running") await context.resume();
  announce();
}

export function setMuted(next: boolean): void {
  muted = next;
  remember("sound", next ? "muted" : null);
  announce();
}

export function isMuted(): boolean {
  return muted;
}

interface Tone {
  readonly after: number;
  readonly lasts: number;
  readonly pitch: number;
  readonly shape: OscillatorType;
  readonly loud: number;
}

function play(tones: readonly Tone[]): void {
  if (muted || context?.state !== "running") return;
  for (const { after, lasts, pitch, shape, loud } of tones) {
    const from = context.currentTime + after;
    const tone = context.createOscillator();
    const gain = context.createGain();
    tone.type = shape;
    tone.frequency.value = pitch;
    gain.gain.setValueAtTime(0, from);
    gain.gain.linearRampToValueAtTime(loud, from + 0.01);
    gain.gain.setValueAtTime(loud, from + lasts - 0.04);
    gain.gain.linearRampToValueAtTime(0, from + lasts - 0.01);
    tone.connect(gain).connect(context.destination);
    tone.start(from);
    tone.stop(from + lasts);
  }
}

/** Three falling pairs, 1.4 s: unlike any telephone, and gone before it hurts. */
export function soundFireAlarm(): void {
  play([0, 1, 2].flatMap((pulse) => [988, 740].map((pitch, index): Tone => ({ after: pulse * 0.48 + index * 0.2, lasts: 0.2, pitch, shape: "square", loud: 0.12 }))));
}

/** Three long rising tones and a held one, 2.4 s: a garage is loud, and nobody takes it for an alarm of a device. */
export function soundOrder(): void {
  const rise = [392, 523, 659].map((pitch, index): Tone => ({ after: index * 0.45, lasts: 0.42, pitch, shape: "triangle", loud: 0.3 }));
  play([...rise, { after: 1.35, lasts: 1.05, pitch: 784, shape: "triangle", loud: 0.3 }]);
}
