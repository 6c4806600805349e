/** How fresh the numbers are: the journal's entry they stand at, or the past day they are of. */
import { useLanguage } from "../shell/language";
import type { MetricMoment } from "./metrics";
import { periodWords } from "./period";

export function MomentLine({ moment }: { moment: MetricMoment }) {
  const { t } = useLanguage();
  const words = { day: periodWords(moment.day, t), position: moment.position };
  return (
    <p className={moment.past ? "moment moment-past" : "moment soft"}>
      {moment.past ? <span aria-hidden="true" className="note-mark">◷</span> : null}
      <span className="figures">{t(moment.past ? "metric.past" : "metric.counted", words)}</span>
    </p>
  );
}
