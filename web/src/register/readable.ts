/** The registers that this person may read: told once to a page, and not asked for by each of its cells. */
import { createContext, useMemo } from "react";
import type { RegisterInfo } from "./types";

export const ReadableContext = createContext<ReadonlySet<string>>(new Set());

export function useReadable(registers: readonly RegisterInfo[] | undefined): ReadonlySet<string> {
  return useMemo(() => new Set(registers?.map((one) => one.key)), [registers]);
}
