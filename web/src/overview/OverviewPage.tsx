/** 总览: what happens in the city now and how today goes; each number leads to its rows. */
import { useNavigate } from "@tanstack/react-router";
import { lazy, Suspense, useContext } from "react";
import { PermissionsContext, seesMap, seesMetrics } from "../access/may";
import { useLanguage } from "../shell/language";
import { Loading } from "../shell/States";
import { useTheme } from "../shell/theme";
import { AlarmFigures } from "./AlarmFigures";
import { CaseFigures } from "./CaseFigures";
import { ForceFigures } from "./ForceFigures";
import { MetricFigures } from "./MetricFigures";
import { OpenIncidents } from "./OpenIncidents";
import { TodayFigures } from "./TodayFigures";
import { useKeptFresh } from "./useKeptFresh";

const OpsMap = lazy(() => import("../map/OpsMap"));

export function OverviewPage() {
  const { t } = useLanguage();
  const { dark } = useTheme();
  const navigate = useNavigate();
  const permissions = useContext(PermissionsContext);
  const may = (permission: string) => permissions.includes(permission);
  useKeptFresh();
  const pick = (layer: string, id: string) => {
    if (layer === "incident") void navigate({ to: "/", search: { incident: id, list: "incidents", detail: true } });
    else if (layer === "device_alarm") void navigate({ to: "/", search: { alarm: id, list: "alarms", detail: true } });
  };
  return (
    <div className="overview">
      <div className="overview-now">
        {may("incident.read") ? <OpenIncidents /> : null}
        {may("alarm.read") ? <AlarmFigures /> : null}
        {may("incident.read") ? <TodayFigures /> : null}
        {may("incident.read") ? <ForceFigures /> : null}
        {may("case.read") ? <CaseFigures /> : null}
      </div>
      {seesMap(permissions) ? (
        <section className="overview-part overview-map" aria-label={t("map.title")}>
          <Suspense fallback={<Loading words={t("map.loading")} />}><OpsMap theme={dark ? "dark" : "light"} onPick={pick} /></Suspense>
        </section>
      ) : null}
      {seesMetrics(permissions) ? <MetricFigures /> : null}
    </div>
  );
}
