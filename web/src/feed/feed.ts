/**
 * The live feed: server-sent events read over `fetch`, since only so can the
 * first connection name its position and silence be noticed.
 *
 * It reconnects for ever, resumes by position, and reports what it knows through
 * `subscribe`; it never touches the lists itself.
 */
import { createParser } from "eventsource-parser";
import { serverNow } from "../time/serverClock";
import { backoff, feedReducer, initialFeed, isNews, meaningOf, readEvent, readReset, resumeHeaders, SILENCE_MS, type FeedAction, type FeedEvent, type FeedState } from "./resume";

export interface FeedHandlers {
  readonly onEvent: (event: FeedEvent) => void;
  /** After a gap: bring every list up to date, then resolve. */
  readonly catchUp: () => Promise<void>;
  readonly onSignedOut: () => void;
}

export class Feed {
  private state: FeedState = initialFeed;
  private readonly listeners = new Set<() => void>();
  private abort: AbortController | undefined;
  private wake: (() => void) | undefined;
  /** Counts the runs, so that a stopped one never goes on beside its successor. */
  private run = 0;
  private running = false;

  constructor(private readonly handlers: FeedHandlers) {}

  readonly snapshot = (): FeedState => this.state;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** From a position, or from now on where no list says one. True when it was not running yet. */
  start(from: number | "now"): boolean {
    if (this.running) return false;
    this.running = true;
    this.dispatch(from === "now" ? { type: "start_now", at: serverNow() } : { type: "start", position: from, at: serverNow() });
    this.run += 1;
    void this.keepConnected(this.run);
    return true;
  }

  stop(): void {
    this.running = false;
    this.abort?.abort();
    this.wake?.();
  }

  /** Cuts the waiting time short. */
  readonly retryNow = (): void => this.wake?.();

  private dispatch(action: FeedAction): void {
    this.state = feedReducer(this.state, action);
    for (const listener of this.listeners) listener();
  }

  private isCurrent(run: number): boolean {
    return this.running && run === this.run;
  }

  private async keepConnected(run: number): Promise<void> {
    while (this.isCurrent(run)) {
      await this.connect(run);
      if (!this.isCurrent(run) || this.state.phase === "refused") return;
      await this.pause(backoff(this.state.attempt - 1, Math.random()));
    }
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  /** One connection from opening to loss. */
  private async connect(run: number): Promise<void> {
    const abort = new AbortController();
    this.abort = abort;
    let silence: ReturnType<typeof setTimeout> | undefined;
    const listen = () => {
      clearTimeout(silence);
      silence = setTimeout(() => abort.abort(), SILENCE_MS);
    };
    try {
      listen();
      const response = await fetch("/api/v1/events", {
        headers: { Accept: "text/event-stream", ...resumeHeaders(this.state) },
        credentials: "same-origin",
        cache: "no-store",
        signal: abort.signal,
      });
      if (!response.ok || response.body === null) {
        this.refuse(response.status);
        return;
      }
      this.dispatch({ type: "opened", at: serverNow() });
      if (this.state.phase === "catching_up") void this.catchUp(abort.signal);
      await this.read(response.body, listen, abort.signal);
      if (this.isCurrent(run)) this.dispatch({ type: "lost" });
    } catch {
      // Aborted by us, by silence or by the network: all are a lost connection.
      if (this.isCurrent(run)) this.dispatch({ type: "lost" });
    } finally {
      clearTimeout(silence);
    }
  }

  private async read(body: ReadableStream<Uint8Array>, listen: () => void, signal: AbortSignal): Promise<void> {
    const parser = createParser({
      onEvent: ({ id, event: name, data }) => {
        const reset = name === "reset" ? readReset(id) : null;
        if (reset !== null) {
          this.dispatch({ type: "reset", position: reset });
          void this.catchUp(signal);
          return;
        }
        const event = readEvent(id, data);
        if (event === null || !isNews(this.state, event.position)) return;
        this.dispatch({ type: "event", position: event.position, at: serverNow() });
        this.handlers.onEvent(event);
      },
    });
    const decoder = new TextDecoder();
    const reader = body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      listen();
      this.dispatch({ type: "heard", at: serverNow() });
      parser.feed(decoder.decode(value, { stream: true }));
    }
  }

  private async catchUp(signal: AbortSignal): Promise<void> {
    try {
      await this.handlers.catchUp();
      if (!signal.aborted) this.dispatch({ type: "caught_up", at: serverNow() });
    } catch {
      // The lists could not be brought up to date: do not call them live.
      this.abort?.abort();
    }
  }

  private refuse(status: number): void {
    const meaning = meaningOf(status);
    if (meaning === "signed_out") {
      this.running = false;
      this.handlers.onSignedOut();
    } else this.dispatch({ type: meaning });
  }
}
