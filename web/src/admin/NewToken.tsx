/** A new token: what for, what it may, where, and until when. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button, Input } from "antd";
import { useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { serverNow } from "../time/serverClock";
import { createToken, rolesQuery, type ApiTokenForm, type RoleTable, type ShownApiToken } from "./accounts";
import { Areas } from "./SetsFields";
import { daysAhead, endOfDay, isLastDay } from "./tokenDay";

interface Props {
  readonly onMade: (token: ShownApiToken) => void;
  readonly onLeave: () => void;
}

export function NewToken(props: Props) {
  const { t } = useLanguage();
  const roles = useQuery(rolesQuery);
  if (roles.data === undefined) return roles.error === null ? <Loading words={t("role.loading")} /> : <ProblemNote problem={asProblem(roles.error)} onRetry={() => void roles.refetch()} />;
  return <Form table={roles.data} {...props} />;
}

const YEAR_DAYS = 365;

function Form({ table, onMade, onLeave }: Props & { table: RoleTable }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [picked, setPicked] = useState<ReadonlySet<string>>(new Set());
  const [areas, setAreas] = useState<readonly string[]>([]);
  const [last, setLast] = useState(() => daysAhead(serverNow(), YEAR_DAYS));
  const [tried, setTried] = useState(false);
  const machine = table.roles.find((one) => !one.for_people);
  const offered = table.permissions.filter((one) => machine?.permissions.includes(one.key) === true);
  const wrong = { name: name.trim() === "", permissions: picked.size === 0, expires: !isLastDay(last, serverNow()) };
  const making = useMutation({
    mutationFn: (body: ApiTokenForm) => createToken(body),
    onSuccess: (token) => {
      void queries.invalidateQueries({ queryKey: ["admin", "tokens"] });
      onMade(token);
    },
  });
  const submit = () => {
    setTried(true);
    if (wrong.name || wrong.permissions || wrong.expires) return;
    making.mutate({ name: name.trim(), permissions: [...picked], sets: { areas: [...areas], sectors: [], unit: null, clients: [], organisation: null }, expires_at: endOfDay(last) });
  };
  const toggle = (key: string) => setPicked(picked.has(key) ? new Set([...picked].filter((one) => one !== key)) : new Set([...picked, key]));
  const said = (part: keyof typeof wrong, help: string) => (tried && wrong[part] ? <em className="field-wrong">■ {t(`token.form.fault.${part}`)}</em> : <em className="field-hint soft">{help}</em>);
  return (
    <form className="admin-form" noValidate onSubmit={(event) => { event.preventDefault(); submit(); }}>
      <div className="admin-fields">
        <label className="field">
          <span>{t("token.form.name")}</span>
          <Input value={name} autoFocus maxLength={40} aria-invalid={tried && wrong.name} onChange={(event) => setName(event.target.value)} />
          {said("name", t("token.form.name_help"))}
        </label>
        <label className="field">
          <span>{t("token.form.expires")}</span>
          <Input type="date" value={last} aria-invalid={tried && wrong.expires} onChange={(event) => setLast(event.target.value)} />
          {said("expires", t("token.form.expires_help"))}
        </label>
        <fieldset className="admin-wide admin-checks">
          <legend>{t("token.form.permissions")}</legend>
          {offered.map((one) => (
            <label key={one.key} className="switch"><input type="checkbox" checked={picked.has(one.key)} onChange={() => toggle(one.key)} />{one.label[t.language]}</label>
          ))}
          {said("permissions", "")}
        </fieldset>
        <div className="field admin-wide">
          <span>{t("account.form.areas")}</span>
          <Areas areas={areas} wrong={false} onChange={setAreas} />
          <em className="field-hint soft">{t("account.form.areas_help.optional")}</em>
        </div>
      </div>
      {making.error === null ? null : <ProblemNote problem={asProblem(making.error)} onDismiss={making.reset} />}
      <footer className="admin-acts">
        <Button type="primary" htmlType="submit" disabled={making.isPending}>{t(making.isPending ? "account.form.saving" : "token.form.create")}</Button>
        <Button onClick={onLeave}>{t("account.form.cancel")}</Button>
      </footer>
    </form>
  );
}
