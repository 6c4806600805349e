/** The state of an alarm as word and shape; colour only says "needs you". */
import type { Alarm } from "../api/types";
import { useLanguage } from "../shell/language";

const shapes: Readonly<Record<Alarm["state"], string>> = {
  ringing: "◆",
  unknown: "?",
  real: "▲",
  escalated: "▶",
  false_alarm: "○",
  test: "□",
  closed: "✓",
};

export function AlarmStateMark({ state }: { state: Alarm["state"] }) {
  const { t } = useLanguage();
  const asks = state === "ringing" || state === "unknown" || state === "real";
  return (
    <span className={`state-mark ${asks ? "needs-you" : "soft"}`}>
      <span aria-hidden="true" className="shape">{shapes[state]}</span>
      {t(`alarm.state.${state}`)}
    </span>
  );
}
