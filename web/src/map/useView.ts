/** One map for the life of a board: it is told anew what to show, and calls back into the latest render. */
import { useEffect, useRef, useState, type RefObject } from "react";
import type { Camera } from "./state";
import type { LngLat } from "./types";
import { MapView, type Handlers, type Hit, type Scene } from "./view";

export interface BoardHandlers extends Omit<Handlers, "onClick"> {
  readonly onClick: (at: LngLat, hits: readonly Hit[], map: MapView) => void;
}

export function useView({ base, shown, theme, language }: Scene, camera: Camera | null, handlers: BoardHandlers): { readonly place: RefObject<HTMLDivElement | null>; readonly view: MapView | null } {
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<MapView | null>(null);
  // The library calls back long after a render: it is given the latest.
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    if (place.current === null) return;
    const made: MapView = new MapView(place.current, { base, shown, theme, language }, camera, {
      onClick: (at, hits) => latest.current.onClick(at, hits, made),
      onDoubleClick: () => latest.current.onDoubleClick(),
      onPoint: (at) => latest.current.onPoint(at),
      onMoved: (next) => latest.current.onMoved(next),
    });
    setView(made);
    return () => {
      setView(null);
      made.destroy();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- one map for the life of the board; what it shows follows below
  }, [base]);
  useEffect(() => view?.show({ base, shown, theme, language }), [view, base, shown, theme, language]);
  return { place, view };
}
