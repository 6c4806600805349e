/** Incidents behind a number of the overview. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { asProblem } from "../api/problem";
import { IncidentStateMark, LevelMark } from "../dispatch/LevelMark";
import { useLanguage } from "../shell/language";
import { Exact, RunningClock } from "../time/Clocks";
import { Chip, DayFrame } from "./DayFrame";
import { dayIncidentsQuery, incidentCountsQuery } from "./queries";
import { daySearch, type DaySearch } from "./search";

const route = getRouteApi("/seat/overview/incidents");
const states = ["open", "under_control", "extinguished", "closed"] as const;
const kinds = ["fire", "rescue", "assistance", "duty", "false_call"] as const;

export function DayIncidents() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const counts = useQuery(incidentCountsQuery);
  const list = useInfiniteQuery(dayIncidentsQuery(search, counts.data?.since));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const go = (part: Partial<Record<keyof DaySearch, unknown>>) => void navigate({ search: daySearch({ ...search, ...part }), replace: true });
  const failed = list.error ?? counts.error;
  return (
    <DayFrame
      title={t("shell.incidents")}
      count={list.data === undefined ? null : t(list.hasNextPage ? "list.count_more" : "list.count", { n: rows.length })}
      chips={<>
        <Chip on={search.today === true} words={t("overview.only_today")} onPress={() => go({ today: search.today !== true })} />
        <Chip on={search.open === true} words={t("filter.open")} onPress={() => go({ open: search.open !== true })} />
        {states.map((state) => <Chip key={state} on={search.state === state} words={t(`incident.state.${state}`)} onPress={() => go({ state: search.state === state ? null : state })} />)}
        <span className="chips-gap" aria-hidden="true" />
        {kinds.map((kind) => <Chip key={kind} on={search.kind === kind} words={t(`incident.kind.${kind}`)} onPress={() => go({ kind: search.kind === kind ? null : kind })} />)}
        <span className="chips-gap" aria-hidden="true" />
        {[1, 2, 3, 4, 5].map((level) => <Chip key={level} on={search.level === level} words={t("overview.level", { n: t.label("level", String(level)) })} onPress={() => go({ level: search.level === level ? null : level })} />)}
      </>}
      problem={failed === null ? null : asProblem(failed)}
      onRetry={() => void list.refetch()}
      onAll={() => void navigate({ search: {} })}
      none={rows.length === 0}
      more={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
    >
      <table className="grid day-table">
        <thead><tr><th scope="col">{t("overview.opened")}</th><th scope="col">{t("overview.level_head")}</th><th scope="col">{t("alarm.state")}</th><th scope="col">{t("overview.place")}</th><th scope="col" className="right">{t("overview.lasted")}</th></tr></thead>
        <tbody>
          {rows.map((incident) => (
            <tr key={incident.id}>
              <td><Exact at={incident.opened_at} /></td>
              <td><LevelMark kind={incident.kind} level={incident.level} brief /></td>
              <td><IncidentStateMark state={incident.state} /></td>
              <td><Link className="row-link" to="/" search={{ incident: incident.id, list: "incidents", incidents: "all", detail: true }}>{incident.address === "" ? t("incident.no_address") : incident.address}</Link></td>
              <td className="right"><RunningClock since={incident.opened_at} until={incident.closed_at} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </DayFrame>
  );
}
