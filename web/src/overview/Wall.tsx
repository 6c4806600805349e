/**
 * 大屏: what a room sees from six metres, dark, without a mouse. It reconnects by itself, says across
 * its top when it is old, and keeps its session alive as far as the rules allow.
 */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useContext, useMemo } from "react";
import { PermissionsContext, seesDesk, seesMap } from "../access/may";
import { incidentListQuery } from "../dispatch/incidents";
import { LevelMark } from "../dispatch/LevelMark";
import { rowsOf, strength } from "../dispatch/rules";
import { useFeedState } from "../feed/FeedProvider";
import { freshness } from "../feed/resume";
import { cityName } from "../shell/city";
import { useLanguage } from "../shell/language";
import { Empty, Loading } from "../shell/States";
import { RunningClock } from "../time/Clocks";
import { clockTime, day, instant, relative, timeNear } from "../time/format";
import { useNow } from "../time/useNow";
import { forceByKind, forceTotal, happenings } from "./figures";
import { alarmCountsQuery, forceQuery, incidentCountsQuery, latestAlarmsQuery, latestIncidentsQuery } from "./queries";
import { useKeptFresh } from "./useKeptFresh";
import { useSessionKept } from "./useSessionKept";
import "./wall.css";

const OpsMap = lazy(() => import("../map/OpsMap"));
/** Signs and names of the map, so many times larger than at a desk. */
const AFAR = 1.7;

export function Wall() {
  const { t } = useLanguage();
  const permissions = useContext(PermissionsContext);
  useKeptFresh();
  useSessionKept();
  const may = (permission: string) => permissions.includes(permission);
  if (!seesDesk(permissions)) return <main className="wall" data-theme="dark"><Empty what={t("problem.forbidden")} next={t("problem.forbidden_next")} /></main>;
  return (
    <div className="wall" data-theme="dark">
      <WallHead />
      <WallStrip />
      <main className="wall-body">
        {may("incident.read") ? <WallIncidents /> : null}
        {seesMap(permissions) ? <section className="wall-map" aria-label={t("map.title")}><Suspense fallback={<Loading words={t("map.loading")} />}><OpsMap theme="dark" afar={AFAR} /></Suspense></section> : null}
        <div className="wall-side">
          {may("alarm.read") ? <WallAlarms /> : null}
          {may("incident.read") ? <WallForce /> : null}
        </div>
        {may("incident.read") && may("alarm.read") ? <WallTicker /> : null}
      </main>
    </div>
  );
}

function WallHead() {
  const { t } = useLanguage();
  const now = useNow();
  return (
    <header className="wall-head">
      <h1>{cityName(t.language) ?? ""} {t("wall.title")}</h1>
      <span className="wall-date">{day(now, t.language)}</span>
      <time className="wall-clock figures">{clockTime(now)}</time>
    </header>
  );
}

/** Calm while it reconnects; across the whole top when the board is older than it promises. */
function WallStrip() {
  const { t } = useLanguage();
  const feed = useFeedState();
  const now = useNow();
  if (feed.heardAt === null || feed.phase === "refused") return null;
  if (freshness(feed, now) === "old") return <p className="wall-old" role="alert">▲ {t("wall.old", { age: relative(feed.heardAt, now, t), time: timeNear(feed.heardAt, now, t.language) })}</p>;
  if (feed.phase === "live" || feed.phase === "connecting") return null;
  return <p className="wall-away" role="status">‖ {t("wall.reconnecting", { time: timeNear(feed.heardAt, now, t.language) })}</p>;
}

/** As many as a wall holds; the rest is a number. */
const INCIDENTS = 7;

function WallIncidents() {
  const { t } = useLanguage();
  const list = useInfiniteQuery(incidentListQuery("open"));
  const counts = useQuery(incidentCountsQuery);
  const rows = useMemo(() => rowsOf(list.data?.pages ?? [], "open"), [list.data]);
  const open = counts.data?.open.reduce((sum, one) => sum + one.count, 0);
  return (
    <section className="wall-incidents" aria-label={t("overview.open_incidents")}>
      <h2>{t("overview.open_incidents")} <b className="figures">{open ?? "–"}</b></h2>
      {list.data === undefined ? <p className="soft">{t(list.error === null ? "shell.loading" : "wall.unknown")}</p> : rows.length === 0 ? <p className="wall-none">{t("incident.none_open")}</p> : (
        <ul>
          {rows.slice(0, INCIDENTS).map((incident) => {
            const force = strength(incident);
            return (
              <li key={incident.id}>
                <LevelMark kind={incident.kind} level={incident.level} brief />
                <span className="wall-time"><RunningClock since={incident.opened_at} /></span>
                <b className="wall-place">{incident.address === "" ? t("incident.no_address") : incident.address}</b>
                <span className="soft">{t(`incident.state.${incident.state}`)} · {force.all === 0 ? t("incident.force_none") : t("incident.force", { on: force.onScene, all: force.all })}</span>
              </li>
            );
          })}
        </ul>
      )}
      {rows.length > INCIDENTS ? <p className="soft">{t("overview.more", { n: rows.length - INCIDENTS })}</p> : null}
    </section>
  );
}

function WallAlarms() {
  const { t } = useLanguage();
  const counts = useQuery(alarmCountsQuery);
  const waiting = counts.data?.open.find((one) => one.state === "ringing")?.count;
  const oldest = counts.data?.oldest_waiting_at ?? null;
  return (
    <section className={(waiting ?? 0) > 0 ? "wall-figure wall-needs" : "wall-figure"} aria-label={t("overview.waiting")}>
      <h2>{t("overview.waiting")}</h2>
      <b className="wall-number figures">{waiting ?? "–"}</b>
      <p>{counts.data === undefined ? t(counts.error === null ? "shell.loading" : "wall.unknown") : oldest === null ? t("wall.none_waiting") : <>{t("overview.oldest")} <RunningClock since={oldest} /></>}</p>
    </section>
  );
}

function WallForce() {
  const { t } = useLanguage();
  const force = useQuery(forceQuery);
  const rows = forceByKind(force.data?.items ?? []);
  const known = force.data !== undefined;
  return (
    <section className="wall-figure" aria-label={t("overview.force")}>
      <h2>{t("overview.force")}</h2>
      <p className="wall-two">
        <span><b className="wall-number figures">{known ? forceTotal(rows, "out") : "–"}</b> {t("overview.standing.out")}</span>
        <span><b className="wall-number figures">{known ? forceTotal(rows, "ready") : "–"}</b> {t("overview.standing.ready")}</span>
      </p>
      <ul className="wall-kinds">
        {rows.map(({ kind, counts }) => <li key={kind}><span className="soft">{t(`responder.kind.${kind}`)}</span> <span className="figures">{counts.out} / {counts.out + counts.ready}</span></li>)}
      </ul>
      {force.error === null ? null : <p className="soft">{t("wall.unknown")}</p>}
    </section>
  );
}

const LINES = 8;

/** The latest, in place: a new line pushes the oldest out, and nothing slides. */
function WallTicker() {
  const { t } = useLanguage();
  const alarms = useQuery(latestAlarmsQuery);
  const incidents = useQuery(latestIncidentsQuery);
  const lines = useMemo(() => happenings(alarms.data?.items ?? [], incidents.data?.items ?? [], t, LINES), [alarms.data, incidents.data, t]);
  const known = alarms.data !== undefined && incidents.data !== undefined;
  return (
    <section className="wall-ticker" aria-label={t("wall.latest")}>
      <h2>{t("wall.latest")}</h2>
      {lines.length === 0 ? <p className="soft">{t(known ? "wall.nothing_yet" : "shell.loading")}</p> : (
        <ol>
          {lines.map((line) => (
            <li key={line.key} className={line.urgent ? "needs-you" : ""}><time className="figures" dateTime={line.at}>{clockTime(instant(line.at)).slice(0, 5)}</time> <b>{line.what}</b> <span>{line.where}</span></li>
          ))}
        </ol>
      )}
    </section>
  );
}
