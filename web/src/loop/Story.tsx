/** 全程留痕 what was done to a case, by whom, when; the newest first. */
import { useQuery } from "@tanstack/react-query";
import { asProblem } from "../api/problem";
import { ValueWords } from "../register/Cell";
import type { RegisterInfo, Row, Value } from "../register/types";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { Ago } from "../time/Clocks";
import { dateTime, instant } from "../time/format";
import { storyQuery } from "./loops";
import type { LoopInfo, StoryLine } from "./types";

export function Story({ id, loop, info, row }: { id: string; loop: LoopInfo; info: RegisterInfo; row: Row | undefined }) {
  const { t } = useLanguage();
  const story = useQuery(storyQuery(id));
  const lines = [...(story.data ?? [])].reverse();
  return (
    <section className="block" aria-label={t("loop.story")}>
      <header className="block-head">
        <h3>{t("loop.story")}</h3>
        <span className="soft figures">{story.data === undefined ? "" : t("list.count", { n: lines.length })}</span>
      </header>
      {story.data === undefined ? (
        story.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(story.error)} onRetry={() => void story.refetch()} />
      ) : (
        <ol className="history">
          {lines.map((line, at) => (
            <Line key={line.position ?? `new-${at}`} line={line} loop={loop} info={info} row={row} />
          ))}
        </ol>
      )}
    </section>
  );
}

function Line({ line, loop, info, row }: { line: StoryLine; loop: LoopInfo; info: RegisterInfo; row: Row | undefined }) {
  const { t } = useLanguage();
  const action = loop.actions.find((one) => one.key === line.verb);
  const told = line.changes.filter((change) => change.field !== "state");
  return (
    <li>
      <p>
        <b>{action?.label[t.language] ?? t.label("loop.verb", line.verb)}</b> {line.who === "" ? t("loop.by_clock") : line.who}
        {line.with === null ? null : <span className="soft"> → {line.with}</span>}
      </p>
      <p className="soft"><span className="figures">{dateTime(instant(line.at), t.language)}</span> · <Ago at={line.at} /></p>
      {line.text === null ? null : <p className="story-text">{line.text}</p>}
      {told.length === 0 ? null : (
        <details>
          <summary className="soft">{t("register.changes", { n: told.length })}</summary>
          <dl className="changes">
            {told.map((change) => {
              const field = info.fields.find((one) => one.name === change.field);
              if (field === undefined) return null;
              // What the server promises by contract is taken at its word.
              const after = change.after as Value;
              return [
                <dt key={`${field.name}-name`}>{field.label[t.language]}</dt>,
                <dd key={field.name} className="figures"><ValueWords value={after} field={field} title={after === row?.values[field.name] ? row?.titles[field.name] : undefined} /></dd>,
              ];
            })}
          </dl>
        </details>
      )}
    </li>
  );
}
