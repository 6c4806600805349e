/** Alarms behind a number of the overview. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { asProblem } from "../api/problem";
import { AlarmStateMark } from "../monitor/AlarmStateMark";
import { pointName, unitName } from "../monitor/names";
import { useLanguage } from "../shell/language";
import { Exact } from "../time/Clocks";
import { Chip, DayFrame } from "./DayFrame";
import { alarmCountsQuery, dayAlarmsQuery } from "./queries";
import { daySearch, type DaySearch } from "./search";

const route = getRouteApi("/seat/overview/alarms");
const states = ["ringing", "unknown", "real", "false_alarm", "test", "escalated", "closed"] as const;

export function DayAlarms() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const counts = useQuery(alarmCountsQuery);
  const list = useInfiniteQuery(dayAlarmsQuery(search, counts.data?.since));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const go = (part: Partial<Record<keyof DaySearch, unknown>>) => void navigate({ search: daySearch({ ...search, ...part }), replace: true });
  const failed = list.error ?? counts.error;
  return (
    <DayFrame
      title={t("shell.alarms")}
      count={list.data === undefined ? null : t(list.hasNextPage ? "list.count_more" : "list.count", { n: rows.length })}
      chips={<>
        <Chip on={search.today === true} words={t("overview.only_today")} onPress={() => go({ today: search.today !== true })} />
        {states.map((state) => <Chip key={state} on={search.state === state} words={t(`alarm.state.${state}`)} onPress={() => go({ state: search.state === state ? null : state })} />)}
      </>}
      problem={failed === null ? null : asProblem(failed)}
      onRetry={() => void list.refetch()}
      onAll={() => void navigate({ search: {} })}
      none={rows.length === 0}
      more={list.hasNextPage ? () => void list.fetchNextPage() : undefined}
    >
      <table className="grid day-table">
        <thead><tr><th scope="col">{t("alarm.received")}</th><th scope="col">{t("alarm.state")}</th><th scope="col">{t("alarm.col.place")}</th></tr></thead>
        <tbody>
          {rows.map((alarm) => (
            <tr key={alarm.id}>
              <td><Exact at={alarm.received_at} /></td>
              <td><AlarmStateMark state={alarm.state} /></td>
              <td><Link className="row-link" to="/" search={{ alarm: alarm.id, alarms: "all", detail: true }}>{unitName(alarm, t)} {pointName(alarm) ?? ""}</Link></td>
            </tr>
          ))}
        </tbody>
      </table>
    </DayFrame>
  );
}
