/** 日志: the newest entries first; chips narrow them and stand in the address. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useRef } from "react";
import { asProblem } from "../api/problem";
import { registersQuery } from "../register/registers";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Exact } from "../time/Clocks";
import { clockTime, instant } from "../time/format";
import { JournalChips } from "./JournalChips";
import { journalQuery, type JournalEntry } from "./journal";
import type { JournalSearch } from "./search";
import { actorWords, kindWords, subjectWords, verbWords, type Registers } from "./words";

const route = getRouteApi("/seat/journal/");

export function JournalPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery({ ...journalQuery(search), placeholderData: keepPreviousData });
  const registers = useQuery(registersQuery).data ?? [];
  const pages = list.data?.pages ?? [];
  const rows = pages.flatMap((page) => page.items);
  const last = pages.at(-1);
  const go = (next: JournalSearch) => void navigate({ search: next });
  return (
    <section className="sheet sheet-list" aria-label={t("journal.title")}>
      <header className="sheet-head">
        <h2>{t("journal.title")}</h2>
        <span className="soft journal-about">{t("journal.about")}</span>
        <span className="bar-space" />
        {pages[0] === undefined ? null : (
          <button type="button" className="bar-button figures" disabled={list.isFetching} onClick={() => void list.refetch()}>↻ {clockTime(instant(pages[0].as_of))} · {t("journal.head", { n: pages[0].position })}</button>
        )}
      </header>
      <JournalChips search={search} registers={registers} rows={rows} onGo={go} />
      {list.data === undefined ? (
        list.error === null ? <Loading words={t("journal.loading")} /> : <ProblemNote problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 && !list.hasNextPage ? (
        <Empty what={t("journal.none")} next={t("journal.none_next")}><Button onClick={() => go({})}>{t("journal.show_all")}</Button></Empty>
      ) : (
        <div className={`grid-box ${list.isPlaceholderData ? "sheet-waiting" : ""}`} aria-busy={list.isPlaceholderData}>
          <Rows rows={rows} registers={registers} />
          {list.hasNextPage ? (
            <footer className="sheet-foot">
              <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t(list.isFetchingNextPage ? "journal.loading" : last?.items.length === 0 ? "journal.look_further" : "journal.more")}</Button>
            </footer>
          ) : null}
        </div>
      )}
      <p className="soft journal-seal">{t("journal.seal_note")}</p>
    </section>
  );
}

function Rows({ rows, registers }: { rows: readonly JournalEntry[]; registers: Registers }) {
  const { t } = useLanguage();
  const box = useRef<HTMLTableElement>(null);
  const step = (by: 1 | -1) => {
    const links = [...(box.current?.querySelectorAll<HTMLElement>("a.row-link") ?? [])];
    const at = links.findIndex((link) => link === document.activeElement);
    links[at === -1 ? 0 : Math.min(Math.max(at + by, 0), links.length - 1)]?.focus();
  };
  useShortcut(["j", "ArrowDown"], () => step(1));
  useShortcut(["k", "ArrowUp"], () => step(-1));
  if (rows.length === 0) return null;
  return (
    <table ref={box} className="grid journal-table">
      <thead>
        <tr>
          <th scope="col">{t("journal.column.at")}</th>
          <th scope="col">{t("journal.column.actor")}</th>
          <th scope="col">{t("journal.column.verb")}</th>
          <th scope="col">{t("journal.column.subject")}</th>
          <th scope="col" className="right">{t("journal.column.position")}</th>
        </tr>
      </thead>
      <tbody>{rows.map((entry) => <Line key={entry.position} entry={entry} registers={registers} />)}</tbody>
    </table>
  );
}

function Line({ entry, registers }: { entry: JournalEntry; registers: Registers }) {
  const { t } = useLanguage();
  return (
    <tr data-position={entry.position}>
      <td className="figures"><Exact at={entry.recorded_at} /></td>
      <td><span className="cell">{actorWords(entry, t)}</span></td>
      <td><Link className="row-link" to="/journal/$position" params={{ position: String(entry.position) }}>{verbWords(entry, t)}</Link></td>
      <td className="journal-subject"><span className="soft">{kindWords(entry.kind, registers, t)}</span> {subjectWords(entry, registers, t)}</td>
      <td className="right figures soft">{entry.position}</td>
    </tr>
  );
}
