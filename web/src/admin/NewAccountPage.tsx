/** 新建账号. What is typed outlives a reload; the password is kept nowhere. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { Button } from "antd";
import { useRef, useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { useDraft, useDraftWaiting } from "../shell/useDraft";
import { AccountFields } from "./AccountFields";
import { createAccount, rolesQuery, type RoleTable } from "./accounts";
import { blank, faultsOf, newAccount, type Typed } from "./form";
import { PasswordField } from "./PasswordField";

const DRAFT = "admin:account:new";

function kept(text: string): Typed {
  try {
    const told: unknown = JSON.parse(text);
    return typeof told === "object" && told !== null ? { ...blank, ...told } : blank;
  } catch {
    return blank;
  }
}

export function NewAccountPage() {
  const { t } = useLanguage();
  const roles = useQuery(rolesQuery);
  return (
    <section className="sheet" aria-label={t("account.new")}>
      <header className="sheet-head">
        <nav className="crumbs"><Link to="/admin/accounts">{t("admin.accounts")}</Link><span aria-hidden="true">›</span><h2>{t("account.new")}</h2></nav>
      </header>
      {roles.data === undefined ? (
        roles.error === null ? <Loading words={t("role.loading")} /> : <ProblemNote problem={asProblem(roles.error)} onRetry={() => void roles.refetch()} />
      ) : (
        <Form table={roles.data} />
      )}
    </section>
  );
}

function Form({ table }: { table: RoleTable }) {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const box = useRef<HTMLFormElement>(null);
  const draft = useDraft(DRAFT);
  const back = useDraftWaiting(DRAFT);
  const typed = kept(draft.text);
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const role = table.roles.find((one) => one.role === typed.role);
  const faults = faultsOf(typed, role, password);
  const making = useMutation({
    mutationFn: createAccount,
    onSuccess: (account) => {
      draft.clear();
      void queries.invalidateQueries({ queryKey: ["admin", "accounts"] });
      void navigate({ to: "/admin/accounts/$id", params: { id: account.id } });
    },
  });
  const submit = () => {
    setTried(true);
    if (faults.length > 0 || role === undefined) window.setTimeout(() => box.current?.querySelector<HTMLElement>("[aria-invalid=true]")?.focus(), 0);
    else making.mutate(newAccount(typed, role, password));
  };
  return (
    <form ref={box} className="admin-form" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      {back ? <p className="note" role="status">{t("account.form.draft_back")}</p> : null}
      <AccountFields typed={typed} faults={tried ? faults : []} whole isNew onChange={(next) => draft.set(JSON.stringify(next))} />
      <PasswordField label={t("account.form.password")} value={password} wrong={tried && faults.includes("password")} onChange={setPassword} />
      {making.error === null ? null : <ProblemNote problem={asProblem(making.error)} onDismiss={making.reset} />}
      <footer className="admin-acts">
        <Button type="primary" size="large" htmlType="submit" disabled={making.isPending}>{t(making.isPending ? "account.form.saving" : "account.form.create")}</Button>
        <Link className="bar-button" to="/admin/accounts">{t("account.form.cancel")}</Link>
      </footer>
    </form>
  );
}
