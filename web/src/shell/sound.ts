/**
 * The tone for a new fire alarm. Browsers stay silent until the person has
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

/** Three falling pairs, 1.4 s: unlike any telephone, and gone before it hurts. */
export function soundFireAlarm(): void {
  if (muted || context?.state !== "running") return;
  const start = context.currentTime;
  for (let pulse = 0; pulse < 3; pulse += 1) {
    for (const [index, pitch] of [988, 740].entries()) {
      const from = start + pulse * 0.48 + index * 0.2;
      const tone = context.createOscillator();
      const gain = context.createGain();
      tone.type = "square";
      tone.frequency.value = pitch;
      gain.gain.setValueAtTime(0, from);
      gain.gain.linearRampToValueAtTime(0.12, from + 0.01);
      gain.gain.setValueAtTime(0.12, from + 0.16);
      gain.gain.linearRampToValueAtTime(0, from + 0.19);
      tone.connect(gain).connect(context.destination);
      tone.start(from);
      tone.stop(from + 0.2);
    }
  }
}
