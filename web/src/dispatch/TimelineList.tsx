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
import { detailOf, linesOf, type TimelineLine } from "./timeline";

/** A date stands above the first entry of each day, unless that is today. */
function withDays(lines: readonly TimelineLine[], t: Translator) {
  const today = day(serverNow(), t.language);
  return lines.map((line, index) => {
    const before = lines[index - 1];
    const here = day(instant(line.entry.at), t.language);
    const known = before === undefined ? today : day(instant(before.entry.at), t.language);
    return { ...line, heading: here === known ? null : here };
  });
}

function Who({ entry }: { entry: TimelineEntry }) {
  const { t } = useLanguage();
  return <span className="soft">{entry.actor_name === "" ? t("timeline.system") : entry.actor_name}</span>;
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
    <section ref={box} className="block timeline" aria-label={t("timeline.title")} tabIndex={0}>
      <header className="block-head">
        <h3>{t("timeline.title")}</h3>
      </header>
      {items === undefined ? (
        query.error === null ? <Loading words={t("timeline.loading")} /> : <ProblemNote problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : items.length === 0 ? (
        <Empty what={t("timeline.none")} next="" />
      ) : (
        <ol>
          {withDays(linesOf(items), t).map(({ entry, times, heading }, index) => (
            <li key={`${entry.position ?? "x"}:${index}`}>
              {heading === null ? null : <span className="timeline-day soft">{heading}</span>}
              <time dateTime={entry.at} title={dateTime(instant(entry.at), t.language)}>
                {clockTime(instant(entry.at))}
              </time>
              <span>
                <b>{t.label(`verb.${entry.subject_kind}`, entry.verb)}</b> {times > 1 ? `×${times} ` : ""}
                {detailOf(entry, t)} <Who entry={entry} />
              </span>
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}
