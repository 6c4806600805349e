/**
 * One key per step. Single keys act only outside fields, and can be switched off
 * (a person who speaks or who shakes would fire them by accident).
 */
import { useEffect, useEffectEvent, useSyncExternalStore } from "react";
import { remember, remembered } from "./storage";

let enabled = remembered("keys") !== "off";
const listeners = new Set<() => void>();

export function useKeysEnabled(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => enabled,
  );
  return [
    on,
    (next) => {
      enabled = next;
      remember("keys", next ? null : "off");
      for (const listener of listeners) listener();
    },
  ];
}

const FIELDS = "input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable=true], [role=combobox]";
const OWN_ENTER = "button, a, input, [role=radio], summary";

function mayAct(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
  // A held key moves on, and never gives a second verdict.
  if (event.repeat && !["j", "k", "ArrowDown", "ArrowUp"].includes(event.key)) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(FIELDS)) return event.key === "Escape";
  if (event.key === "Enter") return !target?.closest(OWN_ENTER);
  return event.key === "Escape" || enabled;
}

/** Calls the handler for one key (`event.key`, letters in lower case). Moving keys may repeat. */
export function useShortcut(keys: readonly string[], handler: () => void, active = true): void {
  const act = useEffectEvent(handler);
  const list = keys.join(" ");
  useEffect(() => {
    if (!active) return;
    const wanted = new Set(list.split(" "));
    const listen = (event: KeyboardEvent) => {
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (!wanted.has(key) || !mayAct(event)) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", listen);
    return () => window.removeEventListener("keydown", listen);
  }, [list, active]);
}
