/** What the feed makes old on the map: a shown layer's tiles are asked for anew. */
import { useQueries } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { changedQuery } from "./queries";
import type { LayerInfo } from "./types";
import type { MapView } from "./view";

/** When rows of a shown layer change, its tiles are asked for anew. */
export function useRefresh(view: MapView | null, infos: readonly LayerInfo[]): void {
  const tiled = infos.filter((info) => info.live === null);
  const changed = useQueries({ queries: tiled.map((info) => changedQuery(info.key)) });
  const stamps = tiled.map((info, index) => `${info.key}:${changed[index]?.data ?? ""}`).join(" ");
  const before = useRef(new Map<string, string>());
  useEffect(() => {
    for (const part of stamps.split(" ")) {
      const [key = "", stamp = ""] = part.split(":");
      const known = before.current.get(key);
      if (stamp !== "" && known !== undefined && known !== stamp) view?.refresh(key);
      if (stamp !== "") before.current.set(key, stamp);
    }
  }, [view, stamps]);
}
