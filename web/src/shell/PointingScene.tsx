/** The map while a call is taken: it shows where the address is, and a click on it says where. */
import { Suspense, type ReactNode } from "react";
import type { LngLat } from "../place/places";
import { useLanguage } from "./language";
import { SceneMap } from "./sceneMap";
import { Waters } from "./Waters";
import "./scene.css";

export function PointingScene({ at, onPoint, head }: { at: LngLat | null; onPoint: (at: LngLat) => void; head: ReactNode }) {
  const { t } = useLanguage();
  return (
    <section className="panel scene" aria-label={t("intake.map")}>
      <header className="panel-head">
        <h2>{t("intake.map")}</h2>
        <span className="soft">{t(at === null ? "intake.point" : "intake.point_again")}</span>
        {head}
      </header>
      <div className="scene-map">
        <Suspense fallback={<p className="soft scene-undrawn">{t("map.loading")}</p>}>
          <SceneMap incident={at} force={nobody} ways={noWays} fit={at === null ? noWays : [at]} onPoint={onPoint} />
        </Suspense>
      </div>
      {at === null ? null : <div className="scene-words" role="region" aria-label={t("intake.map")} tabIndex={0}><Waters at={at} /></div>}
    </section>
  );
}

const nobody: readonly never[] = [];
const noWays: readonly never[] = [];
