/** 消防一张图 in small: what happens and who is on the way, with nothing to set; for overviews and the wall. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { useLive } from "./live";
import "./map.css";
import { baseQuery, layersQuery } from "./queries";
import type { ShownLayer, Theme } from "./style";
import type { BaseMap, LayerInfo } from "./types";
import { useRefresh } from "./useRefresh";
import { canDraw, MapView } from "./view";

/** In the order in which they lie on each other, what happens on top. */
const LAYERS = ["fire_station", "position", "device_alarm", "incident"] as const;

interface Props {
  readonly theme: Theme;
  /** Seen from afar: signs and names so many times larger, and nothing to press. */
  readonly afar?: number;
  readonly onPick?: (layer: string, id: string) => void;
}

export default function OpsMap(props: Props) {
  const { t } = useLanguage();
  const [draws] = useState(canDraw);
  const layers = useQuery(layersQuery);
  const base = useQuery(baseQuery);
  const failed = layers.error ?? base.error;
  if (!draws) return <div className="state"><p className="state-what">{t("map.undrawn")}</p><p className="state-next">{t("map.undrawn_here")}</p></div>;
  if (layers.data !== undefined && base.data !== undefined) return <Drawn layers={layers.data} base={base.data} {...props} />;
  if (failed === null) return <Loading words={t("map.loading")} />;
  return <ProblemNote problem={asProblem(failed)} onRetry={() => void Promise.all([layers.refetch(), base.refetch()])} />;
}

function Drawn({ layers, base, theme, afar = 1, onPick }: Props & { layers: readonly LayerInfo[]; base: BaseMap }) {
  const { t } = useLanguage();
  const infos = useMemo(() => LAYERS.flatMap((key) => layers.find((one) => one.key === key) ?? []), [layers]);
  const shown = useMemo(() => infos.map((info): ShownLayer => ({ info, filters: [] })), [infos]);
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<MapView | null>(null);
  const picking = useRef(onPick);
  useEffect(() => {
    picking.current = onPick;
  });
  useEffect(() => {
    if (place.current === null) return;
    const nothing = () => undefined;
    const made = new MapView(place.current, { base, shown, theme, language: t.language }, null, {
      onClick: (_, hits) => {
        const hit = hits.find((one) => one.id !== "");
        if (hit !== undefined) picking.current?.(hit.layer, hit.id);
      },
      onDoubleClick: () => false,
      onPoint: nothing,
      onMoved: nothing,
    }, afar > 1);
    if (afar > 1) made.fine(afar);
    made.whole(false, false);
    setView(made);
    return () => {
      setView(null);
      made.destroy();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- one map for the life of the board; what it shows follows below
  }, [base]);
  useEffect(() => view?.show({ base, shown, theme, language: t.language }), [view, base, shown, theme, t.language]);
  const liveLayer = infos.find((info) => info.live !== null);
  const live = useLive(liveLayer?.live ?? null);
  useEffect(() => {
    if (liveLayer !== undefined && live !== null) view?.showLive(liveLayer.key, live);
  }, [view, liveLayer, live]);
  useRefresh(view, infos);
  const sources = base.sources.flatMap((source) => (source === null ? [] : [source[t.language]]));
  return (
    <div className="ops-map">
      <div className="ops-map-frame">
        <div ref={place} className="map-canvas" role={afar > 1 ? "img" : "application"} aria-label={t("map.canvas")} style={afar > 1 ? { width: `${100 / afar}%`, height: `${100 / afar}%`, transform: `scale(${afar})` } : {}} />
      </div>
      {sources.length === 0 ? null : <p className="ops-map-sources soft">{sources.join(" · ")}</p>}
    </div>
  );
}
