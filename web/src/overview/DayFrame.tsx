/** The rows behind a number: its head, its chips, its states. */
import { Link } from "@tanstack/react-router";
import { Button } from "antd";
import type { ReactNode } from "react";
import type { ProblemError } from "../api/problem";
import { FreshMark } from "../feed/FreshMark";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";

interface Props {
  readonly title: string;
  readonly count: string | null;
  readonly chips: ReactNode;
  readonly problem: ProblemError | null;
  readonly onRetry: () => void;
  readonly onAll: () => void;
  readonly none: boolean;
  readonly more?: (() => void) | undefined;
  readonly children: ReactNode;
}

export function DayFrame({ title, count, chips, problem, onRetry, onAll, none, more, children }: Props) {
  const { t } = useLanguage();
  return (
    <section className="sheet sheet-list" aria-label={title}>
      <header className="sheet-head">
        <nav className="crumbs"><Link to="/overview">{t("overview.title")}</Link><span aria-hidden="true">›</span><h2>{title}</h2></nav>
        <span className="soft figures">{count ?? ""}</span>
        <FreshMark loaded={count !== null} />
      </header>
      <div className="day-chips" role="group" aria-label={t("filter.label")}>{chips}</div>
      {problem !== null ? <ProblemNote problem={problem} onRetry={onRetry} /> : count === null ? <Loading words={t("shell.loading")} /> : none ? (
        <Empty what={t("overview.no_rows")} next={t("overview.no_rows_next")}><Button onClick={onAll}>{t("overview.show_all")}</Button></Empty>
      ) : (
        <div className="grid-box" tabIndex={0} role="group" aria-label={title}>
          {children}
          {more === undefined ? null : <footer className="sheet-foot"><Button onClick={more}>{t("loop.more")}</Button></footer>}
        </div>
      )}
    </section>
  );
}

/** A chip that is on or off. */
export function Chip({ on, words, onPress }: { on: boolean; words: string; onPress: () => void }) {
  return <button type="button" className={on ? "pick-chip pick-on" : "pick-chip"} aria-pressed={on} onClick={onPress}>{words}</button>;
}
