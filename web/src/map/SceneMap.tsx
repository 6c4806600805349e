/** One scene on a map: what happened where, who goes there on which way, the water around. What it shows is told to it; a click is handed on. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { useLanguage } from "../shell/language";
import { useTheme } from "../shell/theme";
import { useLater } from "../shell/useLater";
import "./map.css";
import { baseQuery, layersQuery } from "./queries";
import type { ShownLayer } from "./style";
import type { BaseMap, LayerInfo, LngLat, Tone } from "./types";
import { canDraw, MapView } from "./view";

/** Somebody or something at a place, by what it means. */
export interface ScenePlace {
  readonly id: string;
  readonly title: string;
  readonly at: LngLat;
  readonly word: "going" | "there" | "free" | "old" | "home";
}

export interface SceneProps {
  readonly incident: LngLat | null;
  readonly force: readonly ScenePlace[];
  readonly ways: readonly (readonly LngLat[])[];
  /** What the map is put around when it changes. */
  readonly fit: readonly LngLat[];
  readonly onPoint?: ((at: LngLat) => void) | undefined;
}

const tones: Readonly<Record<ScenePlace["word"], Tone>> = { going: "warn", there: "good", free: "plain", old: "stale", home: "plain" };
const nameless = { zh: "", en: "" } as const;

/** A layer whose places are told and not asked for. */
function told(key: string, symbol: LayerInfo["symbol"], words: Readonly<Record<string, Tone>>): LayerInfo {
  return { key, label: nameless, symbol, register: null, geometry: null, colour: null, words: Object.entries(words).map(([word, tone]) => ({ key: word, label: nameless, tone })), live: key };
}

const FORCE = told("scene_force", "vehicle", tones);
const WATER = "water_source";

function points(places: readonly { readonly id: string; readonly title: string; readonly at: LngLat; readonly word: string }[]): GeoJSON.FeatureCollection {
  return { type: "FeatureCollection", features: places.map(({ id, title, at, word }) => ({ type: "Feature", properties: { id, title, word }, geometry: { type: "Point", coordinates: [...at] } })) };
}

/** The ways, and the incident as a point within its ring. */
function drawing(incident: LngLat | null, ways: SceneProps["ways"]): GeoJSON.FeatureCollection {
  const lines = ways.map((line): GeoJSON.Geometry => ({ type: "LineString", coordinates: line.map((pair) => [...pair]) }));
  const all = incident === null ? lines : [...lines, { type: "Point" as const, coordinates: [...incident] }];
  return { type: "FeatureCollection", features: all.map((geometry) => ({ type: "Feature", properties: {}, geometry })) };
}

export default function SceneMap(told: SceneProps) {
  const { t } = useLanguage();
  const [draws] = useState(canDraw);
  const { incident, force, ways, fit } = told;
  // The words beside the map come first.
  const props = useLater(useMemo(() => ({ incident, force, ways, fit }), [incident, force, ways, fit]));
  const due = useLater(true, false);
  const layers = useQuery({ ...layersQuery, enabled: draws });
  const base = useQuery({ ...baseQuery, enabled: draws });
  if (!draws) return <p className="scene-undrawn" role="note"><b>{t("map.undrawn")}</b> {t("scene.undrawn_next")}</p>;
  if (!due || base.data === undefined || layers.data === undefined) {
    return <p className="soft scene-undrawn" role="status">{t(base.isError || layers.isError ? "scene.no_base" : "map.loading")}</p>;
  }
  return <Drawn {...props} onPoint={told.onPoint} base={base.data} water={layers.data.find((layer) => layer.key === WATER)} />;
}

function Drawn({ incident, force, ways, fit, onPoint, base, water }: SceneProps & { base: BaseMap; water: LayerInfo | undefined }) {
  const { t } = useLanguage();
  const { dark } = useTheme();
  const theme = dark ? "dark" : "light";
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<MapView | null>(null);
  const shown = useMemo(() => [water, FORCE].flatMap((info): ShownLayer[] => (info === undefined ? [] : [{ info, filters: [] }])), [water]);
  const latest = useRef(onPoint);
  useEffect(() => {
    latest.current = onPoint;
  });
  useEffect(() => {
    if (place.current === null) return;
    const nothing = () => undefined;
    const made = new MapView(place.current, { base, shown, theme, language: t.language }, null, { onClick: (at) => latest.current?.(at), onDoubleClick: () => false, onPoint: nothing, onMoved: nothing });
    setView(made);
    return () => {
      setView(null);
      made.destroy();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- one map for the life of the scene; what it shows follows below
  }, [base]);
  useEffect(() => view?.show({ base, shown, theme, language: t.language }), [view, base, shown, theme, t.language]);
  useEffect(() => view?.markPick(incident), [view, incident]);
  useEffect(() => view?.showLive(FORCE.key, points(force)), [view, force]);
  useEffect(() => view?.draw(drawing(incident, ways)), [view, incident, ways]);
  // Only when it is another place or other people: whoever moved the map wants it where it is.
  const around = fit.map((pair) => pair.map((degree) => degree.toFixed(4)).join(",")).join(" ");
  useEffect(() => {
    const box = place.current;
    if (view === null || box === null || around === "") return;
    const fit = () => view.fit(around.split(" ").map((pair) => pair.split(",").map(Number) as [number, number]));
    fit();
    // The words beside it come after it and take of its room.
    const sized = new ResizeObserver(() => {
      view.resize();
      fit();
    });
    sized.observe(box);
    return () => sized.disconnect();
  }, [view, around]);
  return (
    <div className="scene-drawn">
      <div ref={place} className={onPoint === undefined ? "scene-canvas" : "scene-canvas scene-pointing"} role="application" aria-label={t("map.canvas")} />
      <p className="scene-sources soft clip">{base.sources.flatMap((source) => (source === null ? [] : [source[t.language]])).join(" · ")}</p>
    </div>
  );
}
