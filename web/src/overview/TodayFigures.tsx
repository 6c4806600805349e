/** 今日警情: how many, where they stand, and the middle times from the order. */
import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../shell/language";
import { minutesWords } from "./figures";
import { Figure, Part } from "./Part";
import { incidentCountsQuery, type TimeOfToday } from "./queries";

export function TodayFigures() {
  const { t } = useLanguage();
  const counts = useQuery(incidentCountsQuery);
  return (
    <Part title={t("overview.incidents_today")} query={counts}>
      {({ today, turn_out, arrival }) => (
        <>
          <div className="overview-figures">
            <Figure n={today.reduce((sum, one) => sum + one.count, 0)} word={t("overview.opened")} to="/overview/incidents" search={{ today: true }} />
            {today.map(({ state, count }) => <Figure key={state} n={count} word={t.label("incident.state", state)} to="/overview/incidents" search={{ state, today: true }} />)}
          </div>
          <dl className="overview-times">
            <Time word={t("overview.turn_out")} time={turn_out} />
            <Time word={t("overview.arrival")} time={arrival} />
          </dl>
        </>
      )}
    </Part>
  );
}

/** Not known is said, and never nought. */
function Time({ word, time }: { word: string; time: TimeOfToday }) {
  const { t } = useLanguage();
  return (
    <div>
      <dt>{word}</dt>
      <dd className="figures">{time.median_seconds === null ? <span className="soft">{t("overview.unknown")}</span> : minutesWords(time.median_seconds, t)}</dd>
      <dd className="soft">{time.ordered === 0 ? t("overview.no_orders") : t("overview.measured", { measured: time.measured, ordered: time.ordered })}</dd>
    </div>
  );
}
