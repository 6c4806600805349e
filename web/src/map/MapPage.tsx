/** 一张图: the whole screen. Without a way to draw it says so and leads to the lists. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { asProblem } from "../api/problem";
import { ConnectionStrip } from "../shell/ConnectionStrip";
import { KeysPanel, type KeyRow } from "../shell/KeysPanel";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { TopBar } from "../shell/TopBar";
import { Board } from "./Board";
import "./map.css";
import { baseQuery, layersQuery } from "./queries";
import type { LayerInfo } from "./types";
import { canDraw } from "./view";

const keys: readonly KeyRow[] = [
  { keys: ["/"], what: "map.keys.search" },
  { keys: ["L"], what: "map.keys.legend" },
  { keys: ["H"], what: "map.keys.whole" },
  { keys: ["D"], what: "map.keys.distance" },
  { keys: ["R"], what: "map.keys.along" },
  { keys: ["C"], what: "map.keys.circle" },
  { keys: ["B"], what: "map.keys.box" },
  { keys: ["T"], what: "reach.title" },
  { keys: ["W"], what: "streets.title" },
  { keys: ["X"], what: "road_closure.title" },
  { keys: ["P"], what: "map.keys.print" },
  { keys: ["Esc"], what: "map.keys.back" },
  { keys: ["M"], what: "shell.keys.mute" },
  { keys: ["?"], what: "shell.keys.help" },
];

export function MapPage() {
  const { t } = useLanguage();
  const [keysOpen, setKeysOpen] = useState(false);
  useShortcut(["?"], () => setKeysOpen(!keysOpen));
  return (
    <div className="map-page">
      <a className="skip" href="#map">{t("register.skip")}</a>
      <TopBar keysOpen={keysOpen} onKeys={() => setKeysOpen(!keysOpen)} />
      <ConnectionStrip />
      {keysOpen ? <KeysPanel keys={keys} /> : null}
      <main id="map" className="map-main" tabIndex={-1}>
        <Inside />
      </main>
    </div>
  );
}

function Inside() {
  const { t } = useLanguage();
  const [draws] = useState(canDraw);
  const layers = useQuery(layersQuery);
  const base = useQuery(baseQuery);
  const failed = layers.error ?? base.error;
  if (layers.data !== undefined && !draws) return <Undrawn layers={layers.data} />;
  if (layers.data !== undefined && base.data !== undefined) return <Board layers={layers.data} base={base.data} />;
  if (failed === null) return <Loading words={t("map.loading")} />;
  const retry = () => void Promise.all([layers.refetch(), base.refetch()]);
  return <div className="state"><ProblemNote problem={asProblem(failed)} onRetry={retry} /></div>;
}

function Undrawn({ layers }: { layers: readonly LayerInfo[] }) {
  const { t } = useLanguage();
  return (
    <Empty what={t("map.undrawn")} next={t("map.undrawn_next")}>
      <ul className="map-undrawn">
        {layers.flatMap((layer) => (layer.register === null ? [] : [
          <li key={layer.key}><Link className="bar-button" to="/registers/$key" params={{ key: layer.register }}>{layer.label[t.language]}</Link></li>,
        ]))}
      </ul>
    </Empty>
  );
}
