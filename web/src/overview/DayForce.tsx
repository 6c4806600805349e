/** Responders behind a number of the overview. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { asProblem } from "../api/problem";
import type { Responder } from "../api/types";
import { useLanguage } from "../shell/language";
import { Ago } from "../time/Clocks";
import { Chip, DayFrame } from "./DayFrame";
import { responderKinds, standingOf, standings } from "./figures";
import { forceQuery } from "./queries";
import { daySearch, type DaySearch } from "./search";

const route = getRouteApi("/seat/overview/force");

/** How its place is known. */
function Place({ of }: { of: Responder }) {
  const { t } = useLanguage();
  if (of.location !== null) return of.position_at === null ? t("overview.fixed") : <Ago at={of.position_at} />;
  return t(of.station_name === null ? "overview.no_position" : "overview.at_station", { station: of.station_name ?? "" });
}

export function DayForce() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const force = useQuery(forceQuery);
  const rows = (force.data?.items ?? []).filter((one) => (search.kind === undefined || one.kind === search.kind) && (search.state === undefined || standingOf(one) === search.state));
  const go = (part: Partial<Record<keyof DaySearch, unknown>>) => void navigate({ search: daySearch({ ...search, ...part }), replace: true });
  return (
    <DayFrame
      title={t("overview.force")}
      count={force.data === undefined ? null : t("list.count", { n: rows.length })}
      chips={<>
        {standings.map((state) => <Chip key={state} on={search.state === state} words={t(`overview.standing.${state}`)} onPress={() => go({ state: search.state === state ? null : state })} />)}
        <span className="chips-gap" aria-hidden="true" />
        {responderKinds.map((kind) => <Chip key={kind} on={search.kind === kind} words={t(`responder.kind.${kind}`)} onPress={() => go({ kind: search.kind === kind ? null : kind })} />)}
      </>}
      problem={force.error === null ? null : asProblem(force.error)}
      onRetry={() => void force.refetch()}
      onAll={() => void navigate({ search: {} })}
      none={rows.length === 0}
    >
      <table className="grid day-table">
        <thead><tr><th scope="col">{t("overview.name")}</th><th scope="col">{t("overview.kind")}</th><th scope="col">{t("alarm.state")}</th><th scope="col">{t("overview.position")}</th></tr></thead>
        <tbody>
          {rows.map((one) => (
            <tr key={one.id}>
              <td><b>{one.name}</b></td>
              <td>{t(`responder.kind.${one.kind}`)}</td>
              <td>{t(`overview.standing.${standingOf(one)}`)}</td>
              <td className="soft"><Place of={one} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </DayFrame>
  );
}
