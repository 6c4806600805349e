/** One entry: who, when, what, and field by field what it wrote; personal values stay sealed. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { asProblem } from "../api/problem";
import { useTitle } from "../register/ReferencePicker";
import { useRegionName } from "../register/RegionInput";
import { registersQuery } from "../register/registers";
import type { FieldInfo } from "../register/types";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { dateTime, instant } from "../time/format";
import { beforeQuery, entryQuery, type JournalEntry } from "./journal";
import { SubjectLink } from "./SubjectLink";
import { actorWords, bodyOf, fieldWords, isSealed, kindWords, movedFields, subjectWords, valueWords, verbWords, type Body, type Registers } from "./words";

const route = getRouteApi("/seat/journal/$position");

export function EntryPage() {
  const { t } = useLanguage();
  const navigate = useNavigate();
  const { position: told } = route.useParams();
  const position = /^\d{1,15}$/.test(told) ? Number(told) : 0;
  const found = useQuery({ ...entryQuery(position), enabled: position > 0 });
  const registers = useQuery(registersQuery).data ?? [];
  const go = (to: number) => void navigate({ to: "/journal/$position", params: { position: String(to) }, replace: true });
  const head = found.data?.head ?? position;
  useShortcut(["Escape"], () => window.history.back());
  useShortcut(["j"], () => { if (position > 1) go(position - 1); });
  useShortcut(["k"], () => { if (position < head) go(position + 1); });
  const entry = found.data?.entry ?? null;
  return (
    <section className="sheet" aria-label={t("journal.entry", { n: position })}>
      <header className="sheet-head">
        <nav className="crumbs"><Link to="/journal">{t("journal.title")}</Link><span aria-hidden="true">›</span><span className="figures">{t("journal.entry", { n: position })}</span></nav>
        <span className="bar-space" />
        <button type="button" className="bar-button" disabled={position <= 1} onClick={() => go(position - 1)}>‹ {t("journal.older")} <kbd aria-hidden="true">J</kbd></button>
        <button type="button" className="bar-button" disabled={position >= head} onClick={() => go(position + 1)}>{t("journal.newer")} › <kbd aria-hidden="true">K</kbd></button>
      </header>
      {found.data === undefined && position > 0 ? (
        found.error === null ? <Loading words={t("journal.entry_loading")} /> : <ProblemNote problem={asProblem(found.error)} onRetry={() => void found.refetch()} />
      ) : entry === null ? (
        <Empty what={t("journal.entry_none")} next={t("journal.entry_none_next")}><Link to="/journal">{t("journal.title")}</Link></Empty>
      ) : (
        <One entry={entry} registers={registers} />
      )}
    </section>
  );
}

function One({ entry, registers }: { entry: JournalEntry; registers: Registers }) {
  const { t } = useLanguage();
  const kind = kindWords(entry.kind, registers, t);
  return (
    <div className="entry">
      <h2 className="row-title">{verbWords(entry, t)} <span className="soft">{kind}</span> {subjectWords(entry, registers, t)}</h2>
      <dl className="facts entry-facts">
        <dt>{t("journal.column.actor")}</dt><dd>{actorWords(entry, t)}</dd>
        <dt>{t("journal.recorded")}</dt><dd className="figures">{dateTime(instant(entry.recorded_at), t.language)}</dd>
        <dt>{t("journal.happened")}</dt><dd className="figures">{dateTime(instant(entry.event_at), t.language)}</dd>
        <dt>{t("journal.version")}</dt><dd className="figures">{entry.version}</dd>
        {(entry.region ?? null) === null ? null : <><dt>{t("journal.region")}</dt><dd><RegionNamed code={entry.region ?? ""} /></dd></>}
        <dt>{t("journal.hash")}</dt><dd className="entry-hash">{entry.hash}</dd>
      </dl>
      <div className="admin-acts entry-acts">
        <SubjectLink entry={entry} registers={registers}>{t("journal.open_subject", { kind })} ›</SubjectLink>
        <Link className="bar-button" to="/journal" search={{ subject: entry.subject }}>{t("journal.only_subject")}</Link>
        <Link className="bar-button" to="/journal" search={{ actor: entry.actor }}>{t("journal.only_actor")}</Link>
      </div>
      <Written entry={entry} registers={registers} />
    </div>
  );
}

/** With what stood before beside it, where there is a before. */
function Written({ entry, registers }: { entry: JournalEntry; registers: Registers }) {
  const { t } = useLanguage();
  const first = entry.version <= 1;
  const before = useQuery({ ...beforeQuery(entry), enabled: !first });
  const info = registers.find((one) => one.key === entry.kind);
  if (!first && before.data === undefined) return before.error === null ? <Loading words={t("journal.loading")} /> : <ProblemNote problem={asProblem(before.error)} onRetry={() => void before.refetch()} />;
  const now = bodyOf(entry);
  const then = before.data === undefined || before.data === null ? null : bodyOf(before.data);
  const { moved, same } = movedFields(then, now);
  const line = (name: string, of: Body) => <Value value={of[name]} words={valueWords(entry.kind, name, of[name], info, t)} field={info?.fields.find((one) => one.name === name)} isRegion={name === "region"} />;
  return (
    <section aria-label={t("journal.body")}>
      <h3 className="entry-head">{t(then === null ? "journal.body" : "journal.changed")}</h3>
      {first ? <p className="soft">{t("journal.first")}</p> : null}
      <table className="entry-body">
        {then === null ? null : <thead><tr><th scope="col"><span className="unseen">{t("journal.body")}</span></th><th scope="col">{t("journal.before")}</th><th scope="col">{t("journal.after")}</th></tr></thead>}
        <tbody>
          {moved.map((name) => (
            <tr key={name}>
              <th scope="row">{fieldWords(name, info, t)}</th>
              {then === null ? null : <td className="entry-then" data-head={t("journal.before")}>{line(name, then)}</td>}
              <td data-head={t("journal.after")}>{line(name, now)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {same.length === 0 ? null : (
        <details className="entry-same">
          <summary>{t("journal.unchanged_n", { n: same.length })}</summary>
          <table className="entry-body"><tbody>{same.map((name) => <tr key={name}><th scope="row">{fieldWords(name, info, t)}</th><td>{line(name, now)}</td></tr>)}</tbody></table>
        </details>
      )}
    </section>
  );
}

interface ValueProps {
  readonly value: unknown;
  readonly words: string | null;
  readonly field: FieldInfo | undefined;
  readonly isRegion: boolean;
}

function Value({ value, words, field, isRegion }: ValueProps) {
  const { t } = useLanguage();
  if (isSealed(value) || (field?.personal === true && words !== null)) return <span className="masked" title={t("journal.sealed_means")}><span aria-hidden="true">◐</span> {t("journal.sealed")}</span>;
  if (words === null) return <span className="soft" aria-label={t("register.empty")}>—</span>;
  if (field?.kind === "reference" && field.reference !== null) return <Named register={field.reference} id={words} />;
  if (field?.kind === "region" || isRegion) return <RegionNamed code={words} />;
  return <span className="figures">{words}</span>;
}

function Named({ register, id }: { register: string; id: string }) {
  return <span title={id}>{useTitle(register, id)}</span>;
}

function RegionNamed({ code }: { code: string }) {
  const name = useRegionName(code);
  return <span className="figures">{name === null ? code : `${name} ${code}`}</span>;
}
