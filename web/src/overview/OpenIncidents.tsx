/** 未结警情: by level, each with its running clock; the gravest first. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useMemo } from "react";
import { FreshMark } from "../feed/FreshMark";
import { incidentListQuery } from "../dispatch/incidents";
import { IncidentStateMark, LevelMark } from "../dispatch/LevelMark";
import { rowsOf, strength } from "../dispatch/rules";
import { useLanguage } from "../shell/language";
import { RunningClock } from "../time/Clocks";
import { Part } from "./Part";
import { incidentCountsQuery } from "./queries";

const SHOWN = 8;

export function OpenIncidents() {
  const { t } = useLanguage();
  const counts = useQuery(incidentCountsQuery);
  const list = useInfiniteQuery(incidentListQuery("open"));
  const rows = useMemo(() => rowsOf(list.data?.pages ?? [], "open"), [list.data]);
  const unplaced = rows.filter((one) => one.location === null).length;
  return (
    <Part title={t("overview.open_incidents")} query={counts} aside={<FreshMark loaded={counts.data !== undefined} />}>
      {({ open }) => open.length === 0 ? <p className="overview-none">{t("incident.none_open")}</p> : (
        <>
          <p className="overview-levels">
            {open.map(({ kind, level, count }) => (
              <Link key={`${kind}${level}`} to="/overview/incidents" search={{ kind, level, open: true }}><LevelMark kind={kind} level={level} brief /> <b className="figures">{count}</b></Link>
            ))}
          </p>
          <ul className="overview-incidents">
            {rows.slice(0, SHOWN).map((incident) => {
              const force = strength(incident);
              return (
                <li key={incident.id}>
                  <Link to="/" search={{ incident: incident.id, list: "incidents", detail: true }}>
                    <LevelMark kind={incident.kind} level={incident.level} brief />
                    <span className="clip overview-place">{incident.address === "" ? t("incident.no_address") : incident.address}</span>
                    <span className="soft">{force.all === 0 ? t("incident.force_none") : t("incident.force", { on: force.onScene, all: force.all })}</span>
                    <IncidentStateMark state={incident.state} />
                    <RunningClock since={incident.opened_at} />
                  </Link>
                </li>
              );
            })}
          </ul>
          {rows.length > SHOWN ? <Link className="overview-more" to="/overview/incidents" search={{ open: true }}>{t("overview.more", { n: rows.length - SHOWN })}</Link> : null}
          {unplaced === 0 ? null : <p className="soft overview-note">{t("overview.unplaced", { n: unplaced })}</p>}
        </>
      )}
    </Part>
  );
}
