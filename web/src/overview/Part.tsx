/** One part of the overview: a head, and the designed states of what is in it. */
import type { UseQueryResult } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import type { DaySearch } from "./search";

interface Props<T> {
  readonly title: string;
  readonly query: UseQueryResult<T>;
  readonly aside?: ReactNode;
  readonly className?: string;
  readonly children: (data: T) => ReactNode;
}

export function Part<T>({ title, query, aside, className = "", children }: Props<T>) {
  const { t } = useLanguage();
  return (
    <section className={`overview-part ${className}`} aria-label={title}>
      <header className="overview-head"><h2>{title}</h2>{aside}</header>
      {query.data === undefined ? (
        query.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : (
        children(query.data)
      )}
    </section>
  );
}

/** A number over its word, which leads to its rows. */
export function Figure({ n, word, to, search, needs = false }: { n: number; word: string; to: "/overview/alarms" | "/overview/incidents" | "/overview/force"; search: DaySearch; needs?: boolean }) {
  return (
    <Link className={needs && n > 0 ? "figure figure-needs" : "figure"} to={to} search={search}>
      <b className="figures">{n}</b>
      <span>{word}</span>
    </Link>
  );
}
