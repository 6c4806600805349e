/** 待办 what is asked of me, by when: the most urgent first; chips narrow it, several can be done at once. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useMemo, useRef, useState } from "react";
import { asProblem } from "../api/problem";
import { FreshMark } from "../feed/FreshMark";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Ago } from "../time/Clocks";
import { Bulk, BulkTold, type Told } from "./Bulk";
import { DueMark, Escalated, HolderWords, StateWords } from "./CaseMarks";
import { searchOf, stateOf } from "./inboxState";
import { inboxQuery, loopsQuery } from "./loops";
import { inboxes, type CaseSummary, type InboxState } from "./types";

const route = getRouteApi("/seat/loops/inbox");

export function InboxPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const state = useMemo(() => stateOf(search), [search]);
  const list = useInfiniteQuery({ ...inboxQuery(state), placeholderData: keepPreviousData });
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  // A case that leaves the list while its action is under way stays chosen until it is answered.
  const [picked, setPicked] = useState<ReadonlyMap<string, CaseSummary>>(new Map());
  const [told, setTold] = useState<Told | null>(null);
  const unpick = () => setPicked(new Map());
  const go = (next: InboxState) => {
    unpick();
    void navigate({ search: searchOf(next) });
  };
  const box = useRef<HTMLUListElement>(null);
  const links = () => [...(box.current?.querySelectorAll<HTMLElement>("[data-case]") ?? [])];
  const step = (by: 1 | -1) => {
    const all = links();
    const at = all.findIndex((link) => link === document.activeElement);
    all[at === -1 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)]?.focus();
  };
  const toggle = (id: string) => {
    const one = rows.find((row) => row.id === id);
    setPicked((old) => (old.has(id) || one === undefined ? new Map([...old].filter(([key]) => key !== id)) : new Map([...old, [id, one]])));
  };
  useShortcut(["j", "ArrowDown"], () => step(1));
  useShortcut(["k", "ArrowUp"], () => step(-1));
  useShortcut(["x"], () => {
    const id = links().find((link) => link === document.activeElement)?.dataset["case"];
    if (id !== undefined) toggle(id);
  });
  const chosen = [...picked.values()].map((held) => rows.find((one) => one.id === held.id) ?? held);
  return (
    <section className="sheet sheet-list inbox" aria-label={t("loop.inbox")}>
      <header className="sheet-head">
        <h2 className="sheet-title">{t("loop.inbox")}</h2>
        <FreshMark loaded={list.data !== undefined} />
        <span className="bar-space" />
        <Openings />
      </header>
      <Chips state={state} onGo={go} />
      {told === null ? null : <BulkTold told={told} onDismiss={() => setTold(null)} />}
      {chosen.length === 0 ? null : <Bulk cases={chosen} onDone={(done) => { setTold(done); unpick(); }} onLeave={unpick} />}
      {list.data === undefined ? (
        list.error === null ? <Loading words={t("loop.loading")} /> : <ProblemNote problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <Empty what={t(state.overdue ? "loop.none_overdue" : "loop.none")} next={t("loop.none_next")}>
          {state.inbox === "asked" && !state.overdue && state.loop === null ? null : <Button onClick={() => go({ inbox: "asked", loop: null, overdue: false })}>{t("loop.show_all")}</Button>}
        </Empty>
      ) : (
        <div className={`grid-box ${list.isPlaceholderData ? "sheet-waiting" : ""}`} aria-busy={list.isPlaceholderData}>
          <ul ref={box} className="case-list">
            {rows.map((one) => (
              <CaseRow key={one.id} one={one} picked={picked.has(one.id)} onPick={() => toggle(one.id)} />
            ))}
          </ul>
          {list.hasNextPage ? (
            <footer className="sheet-foot">
              <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t(list.isFetchingNextPage ? "loop.loading" : "loop.more")}</Button>
            </footer>
          ) : null}
        </div>
      )}
    </section>
  );
}

function CaseRow({ one, picked, onPick }: { one: CaseSummary; picked: boolean; onPick: () => void }) {
  const { t } = useLanguage();
  const loops = useQuery(loopsQuery);
  const label = loops.data?.find((loop) => loop.key === one.loop)?.label[t.language] ?? one.loop;
  return (
    <li className={picked ? "case-row case-picked" : "case-row"}>
      <label className="case-pick"><input type="checkbox" checked={picked} onChange={onPick} /><span className="unseen">{t("loop.pick", { name: one.title })}</span></label>
      <Link data-case={one.id} className="case-link" to="/cases/$id" params={{ id: one.id }}>
        <span className="case-due"><DueMark one={one} /></span>
        <b className="case-title clip">{one.title}</b>
        <span className="case-loop soft clip">{label}</span>
        <span className="case-state"><StateWords one={one} /> <Escalated one={one} /></span>
        <span className="case-holder clip"><HolderWords holder={one.holder} /></span>
        <span className="case-age soft"><Ago at={one.opened_at} /></span>
      </Link>
    </li>
  );
}

function Chips({ state, onGo }: { state: InboxState; onGo: (next: InboxState) => void }) {
  const { t } = useLanguage();
  const loops = useQuery(loopsQuery);
  const chip = (on: boolean, words: string, next: InboxState, key: string) => (
    <button key={key} type="button" className={on ? "pick-chip pick-on" : "pick-chip"} aria-pressed={on} onClick={() => onGo(next)}>{words}</button>
  );
  return (
    <div className="inbox-chips" role="group" aria-label={t("loop.filters")}>
      {inboxes.map((inbox) => chip(state.inbox === inbox, t(`loop.inbox.${inbox}`), { ...state, inbox }, inbox))}
      <span className="chips-gap" aria-hidden="true" />
      {chip(state.overdue, `▲ ${t("loop.only_overdue")}`, { ...state, overdue: !state.overdue }, "overdue")}
      {(loops.data?.length ?? 0) < 2 ? null : loops.data?.map((loop) => chip(state.loop === loop.key, loop.label[t.language], { ...state, loop: state.loop === loop.key ? null : loop.key }, loop.key))}
    </div>
  );
}

/** What this person may open. */
function Openings() {
  const { t } = useLanguage();
  const loops = useQuery(loopsQuery);
  return (
    <>
      {loops.data?.filter((loop) => loop.may_open).map((loop) => (
        <Link key={loop.key} className="bar-button bar-main" to="/loops/$key/new" params={{ key: loop.key }}>＋ {loop.label[t.language]}</Link>
      ))}
    </>
  );
}
