/** The one bar across the top: where we are, what time it is, who sits here. */
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { hearsAlarms, isCrew, readsJournal, seesDesk, seesEvaluation, seesMap, seesMetrics, seesStudies } from "../access/may";
import { signOut } from "../access/session";
import { firstPlace } from "../admin/places";
import { InboxLink } from "../loop/InboxLink";
import { STUDIES } from "../register/studies";
import { clockTime, dateTime } from "../time/format";
import { useNow } from "../time/useNow";
import { SoundSwitch } from "./AlarmBell";
import { cityName, isDemo } from "./city";
import { useLanguage } from "./language";
import { useSeat } from "./Seat";
import { LanguageSwitch, ThemeSwitch } from "./Switches";

interface Props {
  readonly keysOpen: boolean;
  readonly onKeys: () => void;
}

export function TopBar({ keysOpen, onKeys }: Props) {
  const { t } = useLanguage();
  const { session, onSignedOut } = useSeat();
  const now = useNow();
  const leaving = useMutation({ mutationFn: signOut, onSettled: onSignedOut });
  const city = cityName(t.language);
  return (
    <header className="bar">
      <h1 className="bar-name">
        {city === null ? null : <span className="bar-city">{city}</span>} {t("app.name")}
      </h1>
      {isDemo() ? <span className="bar-demo" title={t("shell.demo_hint")}>{t("shell.demo")}</span> : null}
      <nav className="bar-nav" aria-label={t("shell.places")}>
        {isCrew(session.permissions) ? <Link to="/station" activeOptions={{ includeSearch: false }}>{t("shell.station")}</Link>
          : seesDesk(session.permissions) ? <Link to="/" activeOptions={{ exact: true, includeSearch: false }}>{t("shell.desk")}</Link> : null}
        {seesDesk(session.permissions) && !isCrew(session.permissions) ? <Link to="/overview" activeOptions={{ includeSearch: false }}>{t("overview.title")}</Link> : null}
        <InboxLink />
        {seesMap(session.permissions) ? <Link to="/map" activeOptions={{ includeSearch: false }}>{t("map.title")}</Link> : null}
        {seesStudies(session.permissions) ? <Link to="/registers/$key" params={{ key: STUDIES }} activeOptions={{ includeSearch: false }}>{t("siting.title")}</Link> : null}
        <Link to="/registers" activeOptions={{ includeSearch: false }}>{t("register.all")}</Link>
        {seesMetrics(session.permissions) ? <Link to="/metrics" activeOptions={{ includeSearch: false }}>{t("metric.all")}</Link> : null}
        {seesEvaluation(session.permissions) ? <Link to="/evaluation" activeOptions={{ includeSearch: false }}>{t("evaluation.title")}</Link> : null}
        {readsJournal(session.permissions) ? <Link to="/journal" activeOptions={{ includeSearch: false }}>{t("journal.title")}</Link> : null}
        {firstPlace(session.permissions) === undefined ? null : <Link to="/admin" activeOptions={{ includeSearch: false }}>{t("admin.place_name")}</Link>}
      </nav>
      <time className="figures bar-time" title={`${t("shell.server_time")} ${dateTime(now, t.language)}`}>
        <span className="bar-date">{dateTime(now, t.language).replace(clockTime(now), "").trim()}</span> {clockTime(now)}
      </time>
      <span className="bar-space" />
      {hearsAlarms(session.permissions) ? <SoundSwitch hint="shell.sound.hint" /> : isCrew(session.permissions) ? <SoundSwitch hint="station.sound_hint" /> : null}
      <button type="button" className="bar-button bar-keys" aria-expanded={keysOpen} onClick={onKeys}>
        {t("shell.keys")} <kbd aria-hidden="true">?</kbd>
      </button>
      <span className="bar-wide"><LanguageSwitch /></span>
      <span className="bar-wide"><ThemeSwitch /></span>
      <details className="bar-more">
        <summary className="bar-button clip">{session.account.display_name}</summary>
        <div className="bar-menu">
          <p className="soft">{session.account.username}</p>
          <span className="bar-narrow"><LanguageSwitch /></span>
          <span className="bar-narrow"><ThemeSwitch /></span>
          {seesDesk(session.permissions) ? <Link className="bar-button" to="/wall">{t("overview.to_wall")} ›</Link> : null}
          <button type="button" className="bar-button" disabled={leaving.isPending} onClick={() => leaving.mutate()}>
            {t("access.sign_out")}
          </button>
        </div>
      </details>
    </header>
  );
}
