/** One account: what it is, what it may, who is signed in with it, and what an administrator does to it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { Button } from "antd";
import { useContext, useState } from "react";
import { PermissionsContext } from "../access/may";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { useSeat } from "../shell/Seat";
import { ConflictNote, Loading, ProblemNote } from "../shell/States";
import { dateTime, instant } from "../time/format";
import { AccountFields, RoleMay } from "./AccountFields";
import { accountQuery, changeAccount, rolesQuery, switchAccount, type Account, type RoleTable } from "./accounts";
import { StateWords } from "./AccountsPage";
import { faultsOf, patchOf, typedOf } from "./form";
import { Password } from "./Password";
import { Sessions } from "./Sessions";
import { RoleWords, SetsWords } from "./Words";

const route = getRouteApi("/seat/admin/accounts/$id");

export function AccountPage() {
  const { t } = useLanguage();
  const { id } = route.useParams();
  const account = useQuery(accountQuery(id));
  const roles = useQuery(rolesQuery);
  const failed = account.error ?? roles.error;
  return (
    <section className="sheet" aria-label={account.data?.display_name ?? t("admin.accounts")}>
      <header className="sheet-head">
        <nav className="crumbs"><Link to="/admin/accounts">{t("admin.accounts")}</Link><span aria-hidden="true">›</span><span>{account.data?.display_name ?? ""}</span></nav>
      </header>
      {account.data === undefined || roles.data === undefined ? (
        failed === null ? <Loading words={t("account.loading")} /> : <ProblemNote problem={asProblem(failed)} onRetry={() => void account.refetch()} />
      ) : (
        <One key={id} account={account.data} table={roles.data} />
      )}
    </section>
  );
}

function One({ account, table }: { account: Account; table: RoleTable }) {
  const { t } = useLanguage();
  const own = useSeat().session.account.id === account.id;
  const [editing, setEditing] = useState(false);
  const readsJournal = useContext(PermissionsContext).includes("journal.read");
  return (
    <div className="admin-one">
      <div className="admin-one-main">
        <h2 className="row-title">{account.display_name} <span className="admin-state"><StateWords disabled={account.disabled} /></span></h2>
        {account.disabled ? <p className="note">{t("account.disabled_since")}</p> : null}
        {own ? <p className="note">{t("account.own")}</p> : null}
        {editing ? <Editing account={account} table={table} own={own} onDone={() => setEditing(false)} /> : (
          <>
            <Facts account={account} />
            <RoleMay role={account.role} />
            <div className="admin-acts">
              <Button type="primary" onClick={() => setEditing(true)}>{t("account.edit")}</Button>
              {readsJournal ? <JournalLinks id={account.id} /> : null}
            </div>
          </>
        )}
        {own ? null : <Switching account={account} />}
      </div>
      <div className="admin-one-side">
        {own ? null : <Password id={account.id} />}
        <Sessions id={account.id} />
      </div>
    </div>
  );
}

function JournalLinks({ id }: { id: string }) {
  const { t } = useLanguage();
  return (
    <>
      <Link to="/journal" search={{ actor: `account:${id}` }}>{t("account.journal")}</Link>
      <Link to="/journal" search={{ subject: id }}>{t("account.journal_of")}</Link>
    </>
  );
}

function Facts({ account }: { account: Account }) {
  const { t } = useLanguage();
  return (
    <dl className="facts admin-facts">
      <dt>{t("account.column.username")}</dt><dd className="figures">{account.username}</dd>
      <dt>{t("account.column.role")}</dt><dd><RoleWords role={account.role} /></dd>
      <dt>{t("account.column.where")}</dt><dd><SetsWords sets={account.sets} /></dd>
      <dt>{t("account.form.locale")}</dt><dd>{account.locale === "en" ? "English" : "中文"}</dd>
      <dt>{t("account.column.created")}</dt><dd className="figures">{dateTime(instant(account.created_at), t.language)}</dd>
    </dl>
  );
}

interface EditingProps {
  readonly account: Account;
  readonly table: RoleTable;
  readonly own: boolean;
  readonly onDone: () => void;
}

function Editing({ account, table, own, onDone }: EditingProps) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(() => typedOf(account));
  const [tried, setTried] = useState(false);
  const role = table.roles.find((one) => one.role === typed.role);
  const faults = faultsOf(typed, role, null);
  const settle = () => queries.invalidateQueries({ queryKey: ["admin", "accounts"] });
  const saving = useMutation({
    mutationFn: () => (role === undefined ? Promise.resolve(account) : changeAccount(account, patchOf(account, typed, role, own))),
    onSuccess: () => {
      void settle();
      onDone();
    },
    onError: settle,
  });
  const problem = saving.error === null ? null : asProblem(saving.error);
  return (
    <form
      className="admin-editing"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (faults.length === 0) saving.mutate();
      }}
    >
      <AccountFields typed={typed} faults={tried ? faults : []} whole={!own} isNew={false} onChange={setTyped} />
      {problem === null ? null : problem.status === 412 ? (
        <ConflictNote title={t("account.newer")} onDismiss={() => { setTyped(typedOf(account)); saving.reset(); }}><p>{t("account.newer_kept")}</p></ConflictNote>
      ) : (
        <ProblemNote problem={problem} onDismiss={saving.reset} />
      )}
      <div className="admin-acts">
        <Button type="primary" htmlType="submit" disabled={saving.isPending}>{t(saving.isPending ? "account.form.saving" : "account.form.save")}</Button>
        <Button onClick={onDone}>{t("account.form.cancel")}</Button>
      </div>
    </form>
  );
}

/** Disabling asks once, in place; enabling does no harm and does not. */
function Switching({ account }: { account: Account }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const turning = useMutation({
    mutationFn: () => switchAccount(account),
    onSettled: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: ["admin", "accounts"] });
    },
  });
  return (
    <div className="admin-switching">
      {asking ? (
        <div className="note note-conflict" role="alert">
          <p className="note-title">{t("account.disable_ask", { name: account.display_name })}</p>
          <p className="soft">{t("account.disable_means")}</p>
          <p className="note-actions">
            <Button danger autoFocus disabled={turning.isPending} onClick={() => turning.mutate()}>{t("account.disable")}</Button>
            <Button onClick={() => setAsking(false)}>{t("account.form.cancel")}</Button>
          </p>
        </div>
      ) : (
        <Button disabled={turning.isPending} onClick={() => (account.disabled ? turning.mutate() : setAsking(true))}>{account.disabled ? t("account.enable") : `${t("account.disable")}…`}</Button>
      )}
      {turning.error === null ? null : <ProblemNote problem={asProblem(turning.error)} onDismiss={turning.reset} />}
    </div>
  );
}
