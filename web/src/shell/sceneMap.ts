/** The map of one scene, with its library: a parcel of its own. */
import { lazy, useEffect } from "react";
import { whenIdle } from "./whenIdle";

const parcel = () => import("../map/SceneMap");

export const SceneMap = lazy(parcel);

/** Fetches it before it is asked for, where it will be: the first incident in hand waits for no library. */
export function useSceneMapSoon(wanted: boolean): void {
  useEffect(() => {
    // Who needs it and cannot get it is told then.
    if (wanted) whenIdle(() => void parcel().catch(() => undefined));
  }, [wanted]);
}
