/** How much the screen shows at a time; the same widths as in fengsui.css. */
import { useSyncExternalStore } from "react";

function watched(query: string): () => boolean {
  const media = window.matchMedia(query);
  const subscribe = (listener: () => void) => {
    media.addEventListener("change", listener);
    return () => media.removeEventListener("change", listener);
  };
  return function useWatched() {
    return useSyncExternalStore(subscribe, () => media.matches);
  };
}

/** Whether it is one pane at a time. */
export const useNarrow = watched("(max-width: 759px)");

/** Whether three columns stand beside each other. */
export const useWide = watched("(min-width: 1440px)");
