/**
 * What this browser remembers: preferences and drafts. A browser that refuses
 * storage costs the memory, never the work.
 */
const PREFIX = "fengsui:";

export function remembered(key: string): string | null {
  try {
    return window.localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

export function remember(key: string, value: string | null): void {
  try {
    if (value === null) window.localStorage.removeItem(PREFIX + key);
    else window.localStorage.setItem(PREFIX + key, value);
  } catch {
    // Full or forbidden: the screen still holds the value.
  }
}
