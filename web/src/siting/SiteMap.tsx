/** The map of a study: who is covered, stations that stand, proposed ones, the plan's. A list stands beside it; a click is handed on. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef, useState } from "react";
import { baseQuery } from "../map/queries";
import type { ShownLayer } from "../map/style";
import type { BaseMap, LayerInfo, LngLat, Tone } from "../map/types";
import { canDraw, MapView } from "../map/view";
import { useLanguage } from "../shell/language";
import { useTheme } from "../shell/theme";

export type SiteWord = "standing" | "proposed" | "planned" | "candidate";

export interface SitePlace {
  readonly id: string;
  readonly title: string;
  readonly at: LngLat;
  readonly word: SiteWord;
}

interface Props {
  readonly sites: readonly SitePlace[];
  /** Demand points by their state; in 1e-5 degrees. */
  readonly dots: readonly (readonly number[])[];
  /** The ground that is reached in time. */
  readonly ground: unknown;
  readonly fit: readonly LngLat[];
  readonly picked: LngLat | null;
  readonly onPoint?: (at: LngLat) => void;
}

const tones: Readonly<Record<SiteWord, Tone>> = { standing: "bad", proposed: "good", planned: "warn", candidate: "plain" };
const nameless = { zh: "", en: "" } as const;
const SITES: LayerInfo = { key: "siting_sites", label: nameless, symbol: "station", register: null, geometry: null, colour: null, words: Object.entries(tones).map(([key, tone]) => ({ key, label: nameless, tone })), live: "siting_sites" };
const SHOWN: readonly ShownLayer[] = [{ info: SITES, filters: [] }];

function points(sites: readonly SitePlace[]): GeoJSON.FeatureCollection {
  return { type: "FeatureCollection", features: sites.map(({ id, title, at, word }) => ({ type: "Feature", properties: { id, title, word }, geometry: { type: "Point", coordinates: [...at] } })) };
}

function covering(dots: Props["dots"], ground: unknown): GeoJSON.FeatureCollection {
  const shape = ground as GeoJSON.MultiPolygon | null;
  const area: GeoJSON.Feature[] = shape === null || shape.coordinates.length === 0 ? [] : [{ type: "Feature", properties: {}, geometry: shape }];
  const spots = dots.map(([x = 0, y = 0, dot = 0]): GeoJSON.Feature => ({ type: "Feature", properties: { dot }, geometry: { type: "Point", coordinates: [x / 1e5, y / 1e5] } }));
  return { type: "FeatureCollection", features: [...area, ...spots] };
}

export default function SiteMap(props: Props) {
  const { t } = useLanguage();
  const [draws] = useState(canDraw);
  const base = useQuery({ ...baseQuery, enabled: draws });
  if (!draws) return <p className="soft siting-undrawn" role="note">{t("map.undrawn")}</p>;
  if (base.data === undefined) return <p className="soft siting-undrawn" role="status">{t(base.isError ? "scene.no_base" : "map.loading")}</p>;
  return <Drawn {...props} base={base.data} />;
}

function Drawn({ sites, dots, ground, fit, picked, onPoint, base }: Props & { readonly base: BaseMap }) {
  const { t } = useLanguage();
  const { dark } = useTheme();
  const theme = dark ? "dark" : "light";
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<MapView | null>(null);
  const latest = useRef(onPoint);
  useEffect(() => {
    latest.current = onPoint;
  });
  useEffect(() => {
    if (place.current === null) return;
    const nothing = () => undefined;
    const made = new MapView(place.current, { base, shown: SHOWN, theme, language: t.language }, null, { onClick: (at) => latest.current?.(at), onDoubleClick: () => false, onPoint: nothing, onMoved: nothing });
    setView(made);
    return () => {
      setView(null);
      made.destroy();
    };
    // eslint-disable-next-line react-hooks/exhaustive-deps -- one map for the life of the page; what it shows follows below
  }, [base]);
  useEffect(() => view?.show({ base, shown: SHOWN, theme, language: t.language }), [view, base, theme, t.language]);
  const covered = useMemo(() => covering(dots, ground), [dots, ground]);
  useEffect(() => view?.showReach(covered), [view, covered]);
  useEffect(() => view?.showLive(SITES.key, points(sites)), [view, sites]);
  useEffect(() => {
    view?.markPick(picked);
    if (picked !== null) view?.flyTo(picked, 13);
  }, [view, picked]);
  // Only when it is about another area: whoever moved the map wants it where it is.
  const around = fit.map((pair) => pair.map((degree) => degree.toFixed(3)).join(",")).join(" ");
  useEffect(() => {
    const box = place.current;
    if (view === null || box === null) return;
    const sized = new ResizeObserver(() => view.resize());
    sized.observe(box);
    if (around === "") view.whole(false, false);
    else view.fit(around.split(" ").map((pair) => pair.split(",").map(Number) as [number, number]));
    return () => sized.disconnect();
  }, [view, around]);
  return (
    <div className="siting-drawn">
      <div ref={place} className={onPoint === undefined ? "siting-canvas" : "siting-canvas scene-pointing"} role="application" aria-label={t("siting.map")} />
      <p className="siting-sources soft clip">{base.sources.flatMap((source) => (source === null ? [] : [source[t.language]])).join(" · ")}</p>
    </div>
  );
}
