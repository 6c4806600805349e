/** 账号: who may sign in, as what and for where; chips narrow the list and stand in the address. */
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button, Input, type InputRef } from "antd";
import { useEffect, useRef, useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { day, instant } from "../time/format";
import { accountsQuery, rolesQuery, type Account } from "./accounts";
import { accountsSearch, type AccountsSearch } from "./search";
import { RoleWords, SetsWords } from "./Words";

const route = getRouteApi("/seat/admin/accounts");
const PAUSE_MS = 250;

export function AccountsPage() {
  const { t } = useLanguage();
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery({ ...accountsQuery(search), placeholderData: keepPreviousData });
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  const go = (next: AccountsSearch) => void navigate({ search: next, replace: true });
  return (
    <section className="sheet sheet-list" aria-label={t("admin.accounts")}>
      <header className="sheet-head">
        <h2>{t("admin.accounts")}</h2>
        <span className="soft figures">{list.data === undefined ? "" : t(list.hasNextPage ? "list.count_more" : "list.count", { n: rows.length })}</span>
        <Find search={search} onGo={go} />
        <Link className="bar-button bar-main" to="/admin/accounts/new">＋ {t("account.new")}</Link>
      </header>
      <Chips search={search} onGo={go} />
      {list.data === undefined ? (
        list.error === null ? <Loading words={t("account.loading")} /> : <ProblemNote problem={asProblem(list.error)} onRetry={() => void list.refetch()} />
      ) : rows.length === 0 ? (
        <Empty what={t("account.none")} next={t("account.none_next")}>
          {Object.keys(search).length === 0 ? null : <Button onClick={() => go({})}>{t("account.show_all")}</Button>}
        </Empty>
      ) : (
        <div className={`grid-box ${list.isPlaceholderData ? "sheet-waiting" : ""}`} aria-busy={list.isPlaceholderData} tabIndex={-1}>
          <Table rows={rows} />
          {list.hasNextPage ? (
            <footer className="sheet-foot">
              <Button disabled={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>{t(list.isFetchingNextPage ? "account.loading" : "loop.more")}</Button>
            </footer>
          ) : null}
        </div>
      )}
    </section>
  );
}

/** Typing asks once it rests. */
function Find({ search, onGo }: { search: AccountsSearch; onGo: (next: AccountsSearch) => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState(search.q ?? "");
  const box = useRef<InputRef>(null);
  useShortcut(["/"], () => box.current?.focus());
  useEffect(() => {
    const words = text.trim();
    if (words === (search.q ?? "")) return;
    const timer = setTimeout(() => onGo(accountsSearch({ ...search, q: words })), PAUSE_MS);
    return () => clearTimeout(timer);
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only what is typed starts the pause
  }, [text]);
  return <Input ref={box} className="find" type="search" allowClear value={text} maxLength={40} placeholder={t("account.find")} aria-label={t("account.find")} onChange={(event) => setText(event.target.value)} />;
}

function Chips({ search, onGo }: { search: AccountsSearch; onGo: (next: AccountsSearch) => void }) {
  const { t } = useLanguage();
  const roles = useQuery(rolesQuery);
  const { role, state, ...rest } = search;
  const narrowed = (next: Pick<AccountsSearch, "role" | "state">) => ({ ...rest, ...next });
  const withState = state === undefined ? {} : { state };
  const withRole = role === undefined ? {} : { role };
  return (
    <div className="admin-chips" role="group" aria-label={t("account.filters")}>
      <select className="native-select" aria-label={t("account.column.role")} value={role ?? ""} onChange={({ target }) => onGo(narrowed({ ...withState, ...(target.value === "" ? {} : { role: target.value }) }))}>
        <option value="">{t("account.any_role")}</option>
        {roles.data?.roles.filter((one) => one.for_people).map((one) => <option key={one.role} value={one.role}>{one.label[t.language]}</option>)}
      </select>
      {(["enabled", "disabled"] as const).map((word) => (
        <button key={word} type="button" className={state === word ? "pick-chip pick-on" : "pick-chip"} aria-pressed={state === word} onClick={() => onGo(narrowed({ ...withRole, ...(state === word ? {} : { state: word }) }))}>
          {t(word === "enabled" ? "account.enabled_only" : "account.disabled_only")}
        </button>
      ))}
    </div>
  );
}

const columns = ["name", "username", "role", "where", "state", "created"] as const;

function Table({ rows }: { rows: readonly Account[] }) {
  const { t } = useLanguage();
  return (
    <table className="grid admin-table">
      <thead>
        <tr>{columns.map((column) => <th key={column} scope="col">{t(`account.column.${column}`)}</th>)}</tr>
      </thead>
      <tbody>
        {rows.map((account) => (
          <tr key={account.id} data-account={account.username} className={account.disabled ? "account-off" : ""}>
            <td><Link className="row-link" to="/admin/accounts/$id" params={{ id: account.id }}>{account.display_name}</Link></td>
            <td data-head={t("account.column.username")} className="figures">{account.username}</td>
            <td data-head={t("account.column.role")}><RoleWords role={account.role} /></td>
            <td data-head={t("account.column.where")} className="admin-where"><SetsWords sets={account.sets} /></td>
            <td data-head={t("account.column.state")}><StateWords disabled={account.disabled} /></td>
            <td data-head={t("account.column.created")} className="figures soft">{day(instant(account.created_at), t.language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export function StateWords({ disabled }: { disabled: boolean }) {
  const { t } = useLanguage();
  return disabled ? <span className="tag tag-retired">■ {t("account.state.disabled")}</span> : <span>● {t("account.state.enabled")}</span>;
}
