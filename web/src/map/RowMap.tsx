/** A small map beside one row: where it stands, and the way to the great one. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useLanguage } from "../shell/language";
import { useTheme } from "../shell/theme";
import "./map.css";
import { baseQuery, layersQuery } from "./queries";
import type { BaseMap, LayerInfo, LngLat } from "./types";
import { canDraw, MapView } from "./view";

interface Props {
  readonly register: string;
  readonly id: string;
  readonly longitude: number;
  readonly latitude: number;
}

const ZOOM = 15;

export default function RowMap({ register, id, longitude, latitude }: Props) {
  const { t } = useLanguage();
  const [draws] = useState(canDraw);
  const layers = useQuery(layersQuery);
  const base = useQuery(baseQuery);
  const layer = layers.data?.find((one) => one.register === register);
  if (layer === undefined || base.data === undefined) return null;
  const search = { at: `${longitude.toFixed(5)},${latitude.toFixed(5)},16`, pick: `${layer.key}/${id}`, on: layer.key };
  return (
    <section className="block" aria-label={t("map.on_map")}>
      <header className="block-head">
        <h3>{t("map.on_map")}</h3>
        <Link className="bar-button" to="/map" search={search}>{t("map.open")}</Link>
      </header>
      {draws ? <Small base={base.data} layer={layer} at={[longitude, latitude]} /> : <p className="soft map-pad">{t("map.undrawn")}</p>}
    </section>
  );
}

function Small({ base, layer, at }: { base: BaseMap; layer: LayerInfo; at: LngLat }) {
  const { t } = useLanguage();
  const { dark } = useTheme();
  const theme = dark ? "dark" : "light";
  const place = useRef<HTMLDivElement>(null);
  const [view, setView] = useState<MapView | null>(null);
  const [longitude, latitude] = at;
  useEffect(() => {
    if (place.current === null) return;
    const nothing = () => undefined;
    const scene = { base, shown: [{ info: layer, filters: [] }], theme, language: t.language } as const;
    const made = new MapView(place.current, scene, { longitude, latitude, zoom: ZOOM }, { onClick: nothing, onDoubleClick: () => false, onPoint: nothing, onMoved: nothing }, true);
    made.markPick([longitude, latitude]);
    setView(made);
    return () => made.destroy();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what it shows follows below
  }, [base, layer, longitude, latitude]);
  useEffect(() => view?.show({ base, shown: [{ info: layer, filters: [] }], theme, language: t.language }), [view, base, layer, theme, t.language]);
  return <div ref={place} className="map-small" role="img" aria-label={t("map.on_map")} />;
}
