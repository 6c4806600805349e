/** Does something when the page has nothing else to do, or after two seconds; where no browser can say, at once. */
export function whenIdle(act: () => void): void {
  if ("requestIdleCallback" in window) window.requestIdleCallback(act, { timeout: 2_000 });
  else act();
}
