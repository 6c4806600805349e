/** What an account is made of, as it is typed: for a new one and for one that stands. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Input } from "antd";
import { useLanguage } from "../shell/language";
import { rolesQuery } from "./accounts";
import { faultWords, type Fault, type Typed } from "./form";
import { SetsFields } from "./SetsFields";

interface Props {
  readonly typed: Typed;
  readonly faults: readonly Fault[];
  /** What kind of person may be changed: oneself keeps role and sets. */
  readonly whole: boolean;
  readonly isNew: boolean;
  readonly onChange: (typed: Typed) => void;
}

export function AccountFields({ typed, faults, whole, isNew, onChange }: Props) {
  const { t } = useLanguage();
  const roles = useQuery(rolesQuery);
  const role = roles.data?.roles.find((one) => one.role === typed.role);
  const said = (fault: Fault, help: string) =>
    faults.includes(fault) ? <em className="field-wrong">■ {t(faultWords[fault])}</em> : <em className="field-hint soft">{help}</em>;
  return (
    <div className="admin-fields">
      {isNew ? (
        <label className="field">
          <span>{t("account.form.username")}</span>
          <Input value={typed.username} autoFocus autoComplete="off" autoCapitalize="none" spellCheck={false} maxLength={32} aria-invalid={faults.includes("username")} onChange={(event) => onChange({ ...typed, username: event.target.value })} />
          {said("username", t("account.form.username_help"))}
        </label>
      ) : null}
      <label className="field">
        <span>{t("account.form.display_name")}</span>
        <Input value={typed.display_name} autoComplete="off" maxLength={40} aria-invalid={faults.includes("display_name")} onChange={(event) => onChange({ ...typed, display_name: event.target.value })} />
        {said("display_name", t("account.form.display_name_help"))}
      </label>
      {whole ? (
        <label className="field">
          <span>{t("account.form.role")}</span>
          <select className="native-select" value={typed.role} aria-invalid={faults.includes("role")} onChange={(event) => onChange({ ...typed, role: event.target.value })}>
            <option value="">{t("account.form.role_pick")}</option>
            {roles.data?.roles.filter((one) => one.for_people).map((one) => <option key={one.role} value={one.role}>{one.label[t.language]}</option>)}
          </select>
          {said("role", "")}
        </label>
      ) : null}
      <label className="field">
        <span>{t("account.form.locale")}</span>
        <select className="native-select" value={typed.locale} onChange={(event) => onChange({ ...typed, locale: event.target.value === "en" ? "en" : "zh" })}>
          <option value="zh">中文</option>
          <option value="en">English</option>
        </select>
      </label>
      {whole && role !== undefined ? <SetsFields typed={typed} binding={role.binding} faults={faults} onChange={onChange} /> : null}
      {whole && role !== undefined ? <RoleMay role={typed.role} /> : null}
    </div>
  );
}

/** What is given with a role, in words. */
export function RoleMay({ role }: { role: string }) {
  const { t } = useLanguage();
  const roles = useQuery(rolesQuery);
  const found = roles.data?.roles.find((one) => one.role === role);
  if (found === undefined || roles.data === undefined) return null;
  const words = roles.data.permissions.filter((one) => found.permissions.includes(one.key)).map((one) => one.label[t.language]);
  return (
    <details className="admin-wide admin-may">
      <summary>{t("account.may")} <span className="soft figures">{t("role.may_n", { n: words.length })}</span></summary>
      <ul>{words.map((word) => <li key={word}>{word}</li>)}</ul>
      <Link to="/admin/roles">{t("account.role_details")}</Link>
    </details>
  );
}
