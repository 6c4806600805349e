/** 接口令牌: what other systems come in with. A token's text is shown once, by the answer that made it. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Button } from "antd";
import { useState } from "react";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Ago } from "../time/Clocks";
import { day, instant } from "../time/format";
import { useNow } from "../time/useNow";
import { revokeToken, rolesQuery, tokensQuery, type ApiToken, type ShownApiToken } from "./accounts";
import { NewToken } from "./NewToken";
import { SetsWords } from "./Words";

export function TokensPage() {
  const { t } = useLanguage();
  const tokens = useQuery(tokensQuery);
  const [making, setMaking] = useState(false);
  const [made, setMade] = useState<ShownApiToken | null>(null);
  const rows = tokens.data ?? [];
  return (
    <section className="sheet sheet-list" aria-label={t("token.title")}>
      <header className="sheet-head">
        <h2>{t("token.title")}</h2>
        <span className="soft">{t("token.about")}</span>
        <span className="bar-space" />
        {making ? null : <button type="button" className="bar-button bar-main" onClick={() => setMaking(true)}>＋ {t("token.new")}</button>}
      </header>
      {made === null ? null : <Secret token={made} onHide={() => setMade(null)} />}
      {making ? <NewToken onMade={(token) => { setMade(token); setMaking(false); }} onLeave={() => setMaking(false)} /> : null}
      {tokens.data === undefined ? (
        tokens.error === null ? <Loading words={t("token.loading")} /> : <ProblemNote problem={asProblem(tokens.error)} onRetry={() => void tokens.refetch()} />
      ) : rows.length === 0 ? (
        making ? null : <Empty what={t("token.none")} next={t("token.none_next")} />
      ) : (
        <div className="grid-box">
          <table className="grid admin-table admin-tokens">
            <thead>
              <tr>
                {(["name", "may", "where", "expires", "used", "state"] as const).map((column) => <th key={column} scope="col">{t(`token.column.${column}`)}</th>)}
                <th scope="col"><span className="unseen">{t("token.revoke")}</span></th>
              </tr>
            </thead>
            <tbody>{rows.map((token) => <Line key={token.id} token={token} />)}</tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Line({ token }: { token: ApiToken }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const now = useNow();
  const [asking, setAsking] = useState(false);
  const roles = useQuery(rolesQuery);
  const revoking = useMutation({
    mutationFn: () => revokeToken(token.id),
    onSettled: () => {
      setAsking(false);
      return queries.invalidateQueries({ queryKey: ["admin", "tokens"] });
    },
  });
  const state = (token.revoked_at ?? null) !== null ? "revoked" : instant(token.expires_at) <= now ? "expired" : "valid";
  const words = token.permissions.map((key) => roles.data?.permissions.find((one) => one.key === key)?.label[t.language] ?? key);
  return (
    <>
      <tr data-token={token.name} className={state === "valid" ? "" : "account-off"}>
        <td><b>{token.name}</b></td>
        <td data-head={t("token.column.may")}>
          <details className="admin-may"><summary className="figures">{t("token.may_n", { n: words.length })}</summary><ul>{words.map((word) => <li key={word}>{word}</li>)}</ul></details>
        </td>
        <td data-head={t("token.column.where")} className="admin-where"><SetsWords sets={token.sets} /></td>
        <td data-head={t("token.column.expires")} className="figures">{day(instant(token.expires_at) - 1, t.language)}</td>
        <td data-head={t("token.column.used")}>{(token.last_used_at ?? null) === null ? <span className="soft">{t("token.never")}</span> : <Ago at={token.last_used_at ?? ""} />}</td>
        <td data-head={t("token.column.state")}>{state === "valid" ? `● ${t("token.state.valid")}` : <span className="tag tag-retired">■ {t(`token.state.${state}`)}</span>}</td>
        <td>{state === "valid" && !asking ? <button type="button" className="bar-button" onClick={() => setAsking(true)}>{t("token.revoke")}…</button> : null}</td>
      </tr>
      {asking || revoking.error !== null ? (
        <tr>
          <td colSpan={7} className="admin-ask">
            {revoking.error === null ? null : <ProblemNote problem={asProblem(revoking.error)} onDismiss={revoking.reset} />}
            {asking ? (
              <div className="note note-conflict" role="alert">
                <p className="note-title">{t("token.revoke_ask", { name: token.name })}</p>
                <p className="note-actions">
                  <Button danger autoFocus disabled={revoking.isPending} onClick={() => revoking.mutate()}>{t("token.revoke")}</Button>
                  <Button onClick={() => setAsking(false)}>{t("token.revoke_keep")}</Button>
                </p>
              </div>
            ) : null}
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Secret({ token, onHide }: { token: ShownApiToken; onHide: () => void }) {
  const { t } = useLanguage();
  const [copied, setCopied] = useState(false);
  const copy = () => void navigator.clipboard.writeText(token.secret).then(() => setCopied(true), () => setCopied(false));
  return (
    <div className="note note-conflict admin-note" role="status">
      <p className="note-title">{token.name}</p>
      <p>{t("token.secret")}</p>
      <p className="figures admin-secret">{token.secret}</p>
      <p className="note-actions">
        <Button onClick={copy}>{t(copied ? "token.copied" : "token.copy")}</Button>
        <Button onClick={onHide}>{t("token.secret_done")}</Button>
      </p>
    </div>
  );
}
