/** The door: city name, language, account and password, a clear refusal. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, useRouter } from "@tanstack/react-router";
import { Button, Input } from "antd";
import { useRef, useState, type KeyboardEvent } from "react";
import { asProblem } from "../api/problem";
import { cityName } from "../shell/city";
import { LanguageSwitch, ThemeSwitch } from "../shell/Switches";
import { useLanguage } from "../shell/language";
import { ProblemNote } from "../shell/States";
import { sessionQuery, signIn } from "./session";

const route = getRouteApi("/sign-in");

export function SignInPage() {
  const { t, suggest } = useLanguage();
  const { next, expired } = route.useSearch();
  const router = useRouter();
  const queries = useQueryClient();
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [tried, setTried] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const passwordField = useRef<HTMLDivElement>(null);
  const entry = useMutation({
    mutationFn: () => signIn(username.trim(), password),
    onSuccess: (session) => {
      // Nothing of the person who sat here before may remain.
      queries.clear();
      queries.setQueryData(sessionQuery.queryKey, session);
      if (session.account.locale === "zh" || session.account.locale === "en") suggest(session.account.locale);
      router.history.push(next ?? "/");
    },
    onError: () => {
      setPassword("");
      passwordField.current?.querySelector("input")?.focus();
    },
  });
  const watchCaps = (event: KeyboardEvent) => setCapsLock(event.getModifierState("CapsLock"));
  const city = cityName(t.language);
  const problem = entry.error === null ? null : asProblem(entry.error);
  const submit = () => {
    setTried(true);
    if (username.trim() !== "" && password !== "") entry.mutate();
  };
  return (
    <div className="door">
      <header className="door-bar">
        <LanguageSwitch />
        <ThemeSwitch />
      </header>
      <main className="door-main">
        <h1 className="door-title">
          {city === null ? null : <span className="door-city">{city}</span>}
          <span>{t("app.name")}</span>
        </h1>
        <p className="soft door-sub">{t("app.subtitle")}</p>
        {expired === true && next?.startsWith("/wall") === true ? <p className="door-wall" role="alert"><b>▲ {t("wall.door")}</b>{t("wall.door_next")}</p> : null}
        {expired === true && problem === null ? <p className="note" role="status">{t("access.expired")}</p> : null}
        <form
          className="door-form"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <label>
            <span>{t("access.username")}</span>
            <Input size="large" name="username" maxLength={100} autoComplete="username" autoFocus spellCheck={false} autoCapitalize="none" value={username} onChange={(event) => setUsername(event.target.value)} aria-invalid={tried && username.trim() === ""} />
            {tried && username.trim() === "" ? <em className="field-wrong">{t("access.username_missing")}</em> : null}
          </label>
          <label>
            <span>{t("access.password")}</span>
            <div ref={passwordField}>
              <Input.Password size="large" name="password" maxLength={1000} autoComplete="current-password" value={password} onChange={(event) => setPassword(event.target.value)} onKeyUp={watchCaps} onKeyDown={watchCaps} aria-invalid={tried && password === "" && problem === null} />
            </div>
            {tried && password === "" && problem === null ? <em className="field-wrong">{t("access.password_missing")}</em> : null}
            <em className="field-hint" role="status">{capsLock ? `⇪ ${t("access.caps_lock")}` : ""}</em>
          </label>
          {problem === null ? null : problem.status === 401 ? (
            <div className="note note-wrong" role="alert">
              <p>{t("access.refused")}</p>
            </div>
          ) : (
            <ProblemNote problem={problem} />
          )}
          <Button type="primary" size="large" htmlType="submit" block disabled={entry.isPending}>
            {t(entry.isPending ? "access.submitting" : "access.submit")}
          </Button>
        </form>
      </main>
    </div>
  );
}
