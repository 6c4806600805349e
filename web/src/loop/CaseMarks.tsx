/** Small pieces of a case: how long it has, where it stands, with whom. Never colour alone. */
import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../shell/language";
import { dateTime, day, instant } from "../time/format";
import { useNow } from "../time/useNow";
import { loopsQuery } from "./loops";
import { line } from "./steps";
import type { CaseSummary, Holder, LoopInfo } from "./types";

/** A deadline at 24:00 is a day; people name the day before. */
const EDGE_MS = 1;

/** `剩 3 个工作日 · 12月4日前`, `今天到期`, `▲ 逾期 2 个工作日` */
export function DueMark({ one, long = false }: { one: CaseSummary; long?: boolean }) {
  const { t } = useLanguage();
  const now = useNow();
  if (one.due_at === null) return <span className="soft">{long ? t("loop.no_term") : "—"}</span>;
  const due = instant(one.due_at);
  const last = day(due - EDGE_MS, t.language);
  const over = due <= now;
  const n = one.days_left;
  const words = over
    ? n === null || n === 0 ? t("loop.overdue") : t("loop.overdue_days", { n: Math.abs(n) })
    : n === null ? t("loop.days_unknown") : n === 0 ? t("loop.due_today") : t("loop.days_left", { n });
  const soon = !over && n !== null && n <= 1;
  return (
    <span className={`due figures ${over ? "due-over" : soon ? "due-soon" : ""}`} title={`${one.term_label?.[t.language] ?? ""} ${dateTime(due, t.language)}`}>
      <span aria-hidden="true">{over ? "▲" : soon ? "◆" : "○"}</span> {words}
      {long ? <span className="soft due-date"> {t("loop.until", { day: last })}</span> : null}
    </span>
  );
}

export function HolderWords({ holder }: { holder: Holder }) {
  const { t } = useLanguage();
  if (holder.kind === "nobody") return <span className="soft">{t("loop.nobody")}</span>;
  return (
    <span className="holder">
      <span className="soft">{t.label("loop.holder", holder.kind)}</span> {holder.name === "" ? holder.key : holder.name}
    </span>
  );
}

/** The state's name, from the loop's own words. */
export function StateWords({ one }: { one: CaseSummary }) {
  const { t } = useLanguage();
  const loops = useQuery(loopsQuery);
  const state = loops.data?.find((loop) => loop.key === one.loop)?.states.find((known) => known.key === one.state);
  return <>{state?.label[t.language] ?? one.state}</>;
}

export function Escalated({ one }: { one: CaseSummary }) {
  const { t } = useLanguage();
  if (one.escalation === 0) return null;
  return <span className="tag tag-escalated">⇧ {t("loop.escalated", { n: one.escalation })}</span>;
}

/** 流程 the states as a line of steps. */
export function StepLine({ loop, state }: { loop: LoopInfo; state: string }) {
  const { t } = useLanguage();
  const marks = { done: "✓", here: "●", ahead: "○" } as const;
  return (
    <ol className="steps" aria-label={t("loop.steps")}>
      {line(loop, state).map((step) => (
        <li key={step.key} className={`step step-${step.place}`} {...(step.place === "here" ? { "aria-current": "step" as const } : {})}>
          <span aria-hidden="true">{marks[step.place]}</span> {step.label[t.language]}
          <span className="unseen"> {t(`loop.step.${step.place}`)}</span>
        </li>
      ))}
    </ol>
  );
}
