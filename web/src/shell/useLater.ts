/** What is not looked at first comes when what is looked at first has been painted. */
import { useEffect, useState } from "react";

/**
 * The value of before for two frames after it became another one, `first` before there was any. Where
 * it is drawn at length, what was pressed answers first.
 */
export function useLater<T>(value: T, first: T = value): T {
  const [later, setLater] = useState(() => first);
  useEffect(() => {
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => setLater(() => value));
    });
    return () => cancelAnimationFrame(frame);
  }, [value]);
  return later;
}
