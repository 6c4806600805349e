/** How fresh the points are: the journal's entry they stand at, or the past day they are of. */
import { periodWords } from "../metric/period";
import { useLanguage } from "../shell/language";
import type { Moment } from "./scores";

export function MomentLine({ moment, children }: { moment: Moment; children?: React.ReactNode }) {
  const { t } = useLanguage();
  const words = { day: periodWords(moment.day, t), position: moment.position };
  return (
    <p className={moment.past ? "moment moment-past" : "moment soft"}>
      {moment.past ? <span aria-hidden="true" className="note-mark">◷</span> : null}
      <span className="figures">{t(moment.past ? "evaluation.past" : "evaluation.counted", words)}</span>
      {children}
    </p>
  );
}
