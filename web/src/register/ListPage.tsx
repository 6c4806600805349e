/** One ledger: search, filters as chips, columns, views, export; the address holds it all. */
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button, Input, type InputRef } from "antd";
import { useContext, useEffect, useMemo, useRef, useState } from "react";
import { PermissionsContext, seesMap } from "../access/may";
import { asProblem } from "../api/problem";
import { FreshMark } from "../feed/FreshMark";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { remember, remembered } from "../shell/storage";
import { ColumnsDrop } from "./ColumnsDrop";
import { ExportDrop } from "./ExportDrop";
import { FilterBar } from "./FilterBar";
import { Crumbs, WithRegister } from "./Frame";
import { columnsOf, emptyList, known, stateOf, toSearch, type ListState } from "./listState";
import { PAGE_SIZE, rowsQuery } from "./registers";
import { STUDIES } from "./studies";
import { RowTable } from "./RowTable";
import { mayEnter, type RegisterInfo } from "./types";
import { ViewsDrop } from "./ViewsDrop";

const route = getRouteApi("/seat/registers/$key");
const TYPING_MS = 250;

export function ListPage() {
  const { key } = route.useParams();
  return <WithRegister name={key}>{(info) => <List key={info.key} info={info} />}</WithRegister>;
}

function List({ info }: { info: RegisterInfo }) {
  const { t } = useLanguage();
  const permissions = useContext(PermissionsContext);
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const state = useMemo(() => known(stateOf(search), info), [search, info]);
  const [kept, setKept] = useState(() => remembered(`columns:${info.key}`));
  const columns = useMemo(() => columnsOf({ columns: state.columns }, kept, info), [state.columns, kept, info]);
  const list = useInfiniteQuery({ ...rowsQuery(info.key, state), placeholderData: keepPreviousData });
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const go = (next: ListState, replace = false) => void navigate({ search: toSearch(next), replace });
  const choose = (names: readonly string[] | null) => {
    const text = names === null ? null : names.join(",");
    remember(`columns:${info.key}`, text);
    setKept(text);
    if (state.columns !== null) go({ ...state, columns: null }, true);
  };
  useShortcut(["n"], () => void navigate({ to: "/registers/$key/new", params: { key: info.key } }), mayEnter(info));
  const narrowed = state.search !== "" || state.filters.length > 0;
  return (
    <section className="sheet sheet-list" aria-label={info.label[t.language]}>
      <header className="sheet-head">
        <h2><Crumbs info={info} /></h2>
        <span className="soft figures">{list.data === undefined ? "" : t(list.hasNextPage ? "list.count_more" : "list.count", { n: rows.length })}</span>
        {list.isError && list.data === undefined ? null : <FreshMark loaded={list.data !== undefined} />}
        <span className="bar-space" />
        {info.geometry === null || !seesMap(permissions) ? null : <Link className="bar-button" to="/map" search={{ on: info.key, ...(search.f === undefined ? {} : { f: `${info.key}~${search.f}` }) }}>{t("map.on_map")}</Link>}
        <ViewsDrop name={info.key} state={state.columns === null && kept !== null ? { ...state, columns: columns.map((field) => field.name) } : state} onPick={(next) => go(next)} />
        <ColumnsDrop info={info} columns={columns} onChange={choose} />
        <ExportDrop info={info} columns={columns} state={state} />
        {mayEnter(info) ? (
          <>
            <Link className="bar-button" to="/registers/$key/import" params={{ key: info.key }} search={{}}>{t("register.import")}</Link>
            <Link className="bar-button bar-main" to="/registers/$key/new" params={{ key: info.key }}>＋ {t("register.new")} <kbd aria-hidden="true">N</kbd></Link>
          </>
        ) : info.key === STUDIES ? (
          info.may_write ? <Link className="bar-button bar-main" to="/siting/new" search={{}}>＋ {t("siting.new")}</Link> : null
        ) : info.managed && info.may_write ? (
          <Link className="bar-button bar-main" to="/loops/$key/new" params={{ key: info.key }}>＋ {t("loop.open")}</Link>
        ) : null}
      </header>
      <div className="sheet-tools">
        {info.searchable ? <SearchBox value={state.search} onChange={(words) => go({ ...state, search: words }, true)} /> : null}
        <FilterBar info={info} filters={state.filters} onChange={(filters) => go({ ...state, filters })} />
        <label className="switch">
          <input type="checkbox" checked={state.retired} onChange={(event) => go({ ...state, retired: event.target.checked })} />
          <span>{t("register.retired_too")}</span>
        </label>
      </div>
      {list.data === undefined ? (
        list.error === null ? <Loading words={t("register.loading")} /> : (
          <ProblemNote problem={asProblem(list.error)} onRetry={() => void list.refetch()} {...(narrowed ? { onDismiss: () => go({ ...emptyList, columns: state.columns }) } : {})} />
        )
      ) : rows.length === 0 ? (
        <NothingThere info={info} narrowed={narrowed} onClear={() => go({ ...emptyList, columns: state.columns, retired: state.retired })} />
      ) : (
        <>
          {list.error !== null ? <ProblemNote problem={asProblem(list.error)} onRetry={() => void list.refetch()} /> : null}
          <div className={`sheet-rows ${list.isPlaceholderData ? "sheet-waiting" : ""}`} aria-busy={list.isPlaceholderData}>
            <RowTable info={info} columns={columns} rows={rows} sort={state.sort} onSort={(sort) => go({ ...state, sort })} />
          </div>
          {list.hasNextPage ? (
            <footer className="sheet-foot">
              <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
                {t(list.isFetchingNextPage ? "register.loading" : "list.more", { n: PAGE_SIZE })}
              </Button>
              <span className="soft figures">{t("register.seen", { n: rows.length })}</span>
            </footer>
          ) : null}
        </>
      )}
    </section>
  );
}

function NothingThere({ info, narrowed, onClear }: { info: RegisterInfo; narrowed: boolean; onClear: () => void }) {
  const { t } = useLanguage();
  if (narrowed) {
    return (
      <Empty what={t("register.no_match")} next={t("register.no_match_next")}>
        <Button onClick={onClear}>{t("register.filter_clear")}</Button>
      </Empty>
    );
  }
  return (
    <Empty what={t("register.no_rows", { name: info.label[t.language] })} next={t(mayEnter(info) ? "register.no_rows_next" : "register.no_rows_read")}>
      {mayEnter(info) ? (
        <p className="note-actions">
          <Link className="bar-button bar-main" to="/registers/$key/new" params={{ key: info.key }}>＋ {t("register.new")}</Link>
          <Link className="bar-button" to="/registers/$key/import" params={{ key: info.key }} search={{}}>{t("register.import")}</Link>
        </p>
      ) : null}
    </Empty>
  );
}

/** Sends what is typed after a short pause, and never in the middle of a word that is being composed. */
function SearchBox({ value, onChange }: { value: string; onChange: (words: string) => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState(value);
  const [sent, setSent] = useState(value);
  const [composing, setComposing] = useState(false);
  const box = useRef<InputRef>(null);
  // A value that is not the one sent came from elsewhere: a view, a chip, the way back.
  if (value !== sent) {
    setSent(value);
    setText(value);
  }
  const send = (words: string) => {
    setSent(words);
    onChange(words);
  };
  const pending = !composing && text.trim() !== value;
  useEffect(() => {
    if (!pending) return;
    const timer = setTimeout(() => send(text.trim()), TYPING_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `send` is new at every render and does the same
  }, [text, pending]);
  useShortcut(["/"], () => box.current?.focus());
  return (
    <Input
      ref={box}
      className="find"
      type="search"
      allowClear
      value={text}
      maxLength={100}
      placeholder={t("register.search")}
      aria-label={t("register.search")}
      onChange={(event) => setText(event.target.value)}
      onCompositionStart={() => setComposing(true)}
      onCompositionEnd={() => setComposing(false)}
      onPressEnter={() => {
        if (!composing && text.trim() !== value) send(text.trim());
      }}
    />
  );
}
