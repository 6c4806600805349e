/** Whether the screen shows one pane at a time; the same width as in fengsui.css. */
import { useSyncExternalStore } from "react";

const narrow = window.matchMedia("(max-width: 759px)");

export function useNarrow(): boolean {
  return useSyncExternalStore(
    (listener) => {
      narrow.addEventListener("change", listener);
      return () => narrow.removeEventListener("change", listener);
    },
    () => narrow.matches,
  );
}
