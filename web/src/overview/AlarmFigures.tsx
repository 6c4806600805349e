/** 今日警报 by where they stand, and how long the oldest waits. */
import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../shell/language";
import { RunningClock } from "../time/Clocks";
import { Figure, Part } from "./Part";
import { alarmCountsQuery } from "./queries";

export function AlarmFigures() {
  const { t } = useLanguage();
  const counts = useQuery(alarmCountsQuery);
  return (
    <Part title={t("overview.alarms")} query={counts}>
      {({ today, open, oldest_waiting_at: oldest }) => {
        const waiting = open.find((one) => one.state === "ringing")?.count ?? 0;
        const all = today.reduce((sum, one) => sum + one.count, 0);
        return (
          <>
            <div className="overview-figures">
              <Figure n={waiting} word={t("overview.waiting")} to="/overview/alarms" search={{ state: "ringing" }} needs />
              <Figure n={all} word={t("overview.alarms_today")} to="/overview/alarms" search={{ today: true }} />
              {today.filter(({ state }) => state !== "ringing").map(({ state, count }) => (
                <Figure key={state} n={count} word={t.label("alarm.state", state)} to="/overview/alarms" search={{ state, today: true }} />
              ))}
            </div>
            {oldest === null ? null : <p className="overview-note needs-you">{t("overview.oldest")} <RunningClock since={oldest} /></p>}
          </>
        );
      }}
    </Part>
  );
}
