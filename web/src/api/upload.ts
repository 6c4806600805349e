/** Sends a file and says how far it is: `fetch` tells no progress of what it sends. The same language, cookies and problems as `request.ts`. */
import { requestLanguage } from "./client";
import { problemOf, unreachable } from "./problem";
import { address, type Query } from "./request";

export interface Sending {
  readonly query?: Query;
  readonly bytes: Blob;
  /** Part sent, 0 to 1. */
  readonly onProgress: (part: number) => void;
  readonly signal?: AbortSignal;
}

function read(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function upload(path: string, { query, bytes, onProgress, signal }: Sending): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    call.open("POST", address(path, query));
    call.setRequestHeader("Accept", "application/json");
    call.setRequestHeader("Accept-Language", requestLanguage());
    call.setRequestHeader("Content-Type", "application/octet-stream");
    call.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total);
    };
    call.onload = () => (call.status >= 200 && call.status < 300 ? resolve(read(call.responseText)) : reject(problemOf(call.status, read(call.responseText))));
    call.onerror = () => reject(unreachable(new Error("the connection broke")));
    call.onabort = () => reject(unreachable(new Error("stopped")));
    signal?.addEventListener("abort", () => call.abort());
    call.send(bytes);
  });
}
