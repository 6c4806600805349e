/**
 * Text that is being typed, kept through a reload, a lost connection, a sign-out
 * and a conflict, until it is sent or emptied.
 */
import { useCallback, useState } from "react";
import { remember, remembered } from "./storage";

export interface Draft {
  readonly text: string;
  readonly set: (text: string) => void;
  readonly clear: () => void;
}

/** The component that uses it must be keyed by the record, so that a draft never moves to another. */
export function useDraft(key: string): Draft {
  const [text, setText] = useState(() => remembered(`draft:${key}`) ?? "");
  const set = useCallback(
    (next: string) => {
      setText(next);
      remember(`draft:${key}`, next === "" ? null : next);
    },
    [key],
  );
  const clear = useCallback(() => set(""), [set]);
  return { text, set, clear };
}
