/** 时间线: from the first alarm frame to the closure, newest at the foot. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { asProblem } from "../api/problem";
import type { TimelineEntry } from "../api/types";
import type { Translator } from "../messages/translate";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { clockTime, dateTime, day, instant } from "../time/format";
import { serverNow } from "../time/serverClock";
import { timelineQuery } from "./incidents";

/** The words in an entry's detail that a person wants on the line; the rest stays in the record. */
const shown = ["responder_name", "outcome", "note", "reason", "summary"] as const;

function detailOf(entry: TimelineEntry, t: Translator): string {
  return shown
    .flatMap((field) => {
      const value = entry.detail[field];
      if (typeof value !== "string" || value === "") return [];
      return [field === "outcome" ? t.label("alarm.state", value) : value];
    })
    .join(" · ");
}

/** A date stands above the first entry of each day, unless that is today. */
function withDays(items: readonly TimelineEntry[], t: Translator) {
  const today = day(serverNow(), t.language);
  return items.map((entry, index) => {
    const before = items[index - 1];
    const here = day(instant(entry.at), t.language);
    const known = before === undefined ? today : day(instant(before.at), t.language);
    return { entry, heading: here === known ? null : here };
  });
}

export function TimelineList({ incidentId }: { incidentId: string }) {
  const { t } = useLanguage();
  const query = useQuery(timelineQuery(incidentId));
  const items = query.data?.items;
  const box = useRef<HTMLElement>(null);
  const count = items?.length ?? 0;
  // The newest stands at the foot and is the one to see.
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [count]);
  return (
    <section ref={box} className="block timeline" aria-label={t("timeline.title")}>
      <header className="block-head">
        <h3>{t("timeline.title")}</h3>
      </header>
      {items === undefined ? (
        query.error === null ? <Loading words={t("timeline.loading")} /> : <ProblemNote problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <Empty what={t("timeline.none")} next="" />
      ) : (
        <ol>
          {withDays(items, t).map(({ entry, heading }, index) => (
            <li key={`${entry.position ?? "x"}:${index}`}>
              {heading === null ? null : <span className="timeline-day soft">{heading}</span>}
              <time dateTime={entry.at} title={dateTime(instant(entry.at), t.language)}>
                {clockTime(instant(entry.at))}
              </time>
              <span>
                <b>{t.label("verb", entry.verb)}</b> {detailOf(entry, t)}
                <span className="soft"> {entry.actor_name === "" ? t("timeline.system") : entry.actor_name}</span>
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
