/** Who is signed in with an account now. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { Ago } from "../time/Clocks";
import { dateTime, instant } from "../time/format";
import { endSessions, sessionsQuery } from "./accounts";

export function Sessions({ id }: { id: string }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const sessions = useQuery(sessionsQuery(id));
  const ending = useMutation({
    mutationFn: (session: string | null) => endSessions(id, session),
    onSettled: () => queries.invalidateQueries({ queryKey: ["admin", "accounts", "sessions", id] }),
  });
  const rows = sessions.data ?? [];
  return (
    <section className="block" aria-label={t("account.sessions")}>
      <header className="block-head">
        <h3>{t("account.sessions")}</h3>
        <span className="soft figures">{sessions.data === undefined ? "" : rows.length}</span>
        {rows.length > 1 ? <button type="button" className="bar-button" disabled={ending.isPending} onClick={() => ending.mutate(null)}>{t("account.sessions_end_all")}</button> : null}
      </header>
      {ending.error === null ? null : <ProblemNote problem={asProblem(ending.error)} onDismiss={ending.reset} />}
      {sessions.data === undefined ? (
        sessions.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(sessions.error)} onRetry={() => void sessions.refetch()} />
      ) : rows.length === 0 ? (
        <Empty what={t("account.sessions_none")} next={t("account.sessions_none_next")} />
      ) : (
        <ul className="admin-sessions">
          {rows.map((one) => (
            <li key={one.id ?? one.created_at}>
              <span><span className="soft">{t("account.session_since")}</span> <time className="figures">{dateTime(instant(one.created_at), t.language)}</time></span>
              <span><span className="soft">{t("account.session_seen")}</span> <Ago at={one.last_seen_at} /></span>
              {(one.id ?? null) === null ? null : (
                <button type="button" className="bar-button" disabled={ending.isPending} aria-label={t("account.session_end_named", { time: dateTime(instant(one.created_at), t.language) })} onClick={() => ending.mutate(one.id ?? null)}>{t("account.session_end")}</button>
              )}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
