/**
 * Text that is being typed, kept through a reload, a lost connection, a sign-out
 * and a conflict, until it is sent or emptied.
 *
 * A draft belongs to the account that typed it: on a shared seat the next shift
 * neither reads it nor sends it under its own name.
 */
import { createContext, useCallback, useContext, useState } from "react";
import { remember, remembered } from "./storage";

/** The id of the account at the seat. */
export const AccountContext = createContext("");

export interface Draft {
  readonly text: string;
  readonly set: (text: string) => void;
  readonly clear: () => void;
}

function useStorageKey(key: string): string {
  return `draft:${useContext(AccountContext)}:${key}`;
}

/** The component that uses it must be keyed by the record, so that a draft never moves to another. */
export function useDraft(key: string): Draft {
  const storageKey = useStorageKey(key);
  const [text, setText] = useState(() => remembered(storageKey) ?? "");
  const set = useCallback(
    (next: string) => {
      setText(next);
      remember(storageKey, next === "" ? null : next);
    },
    [storageKey],
  );
  const clear = useCallback(() => set(""), [set]);
  return { text, set, clear };
}

/** Whether something was left unsent under this key when the screen opened. */
export function useDraftWaiting(key: string): boolean {
  const storageKey = useStorageKey(key);
  const [waiting] = useState(() => remembered(storageKey) !== null);
  return waiting;
}
