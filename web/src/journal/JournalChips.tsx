/** What narrows the journal: a kind and days to choose, actor and subject as they were pressed. */
import { useLanguage } from "../shell/language";
import type { JournalEntry } from "./journal";
import { journalSearch, type JournalSearch } from "./search";
import { actorWords, kindWords, ownKinds, short, subjectWords, type Registers } from "./words";

interface Props {
  readonly search: JournalSearch;
  readonly registers: Registers;
  /** What is shown: it knows what the chips' ids are called. */
  readonly rows: readonly JournalEntry[];
  readonly onGo: (next: JournalSearch) => void;
}

export function JournalChips({ search, registers, rows, onGo }: Props) {
  const { t } = useLanguage();
  const { actor, subject } = search;
  const put = (part: Readonly<Record<keyof JournalSearch, string>> | Partial<Record<keyof JournalSearch, string>>) => onGo(journalSearch({ ...search, ...part }));
  const ofActor = rows.find((one) => one.actor === actor);
  const ofSubject = rows.find((one) => one.subject === subject);
  return (
    <div className="journal-chips" role="group" aria-label={t("journal.filters")}>
      <select className="native-select" aria-label={t("journal.filter.kind")} value={search.kind ?? ""} onChange={(event) => put({ kind: event.target.value })}>
        <option value="">{t("journal.filter.any_kind")}</option>
        {ownKinds.map((kind) => <option key={kind} value={kind}>{kindWords(kind, registers, t)}</option>)}
        {registers.map(({ key, label }) => <option key={key} value={key}>{label[t.language]}</option>)}
      </select>
      {(["from", "until"] as const).map((end) => (
        <label key={end} className="journal-day">
          <span className="soft">{t(`journal.filter.${end}`)}</span>
          <input type="date" className="native-select" value={search[end] ?? ""} onChange={(event) => put({ [end]: event.target.value })} />
        </label>
      ))}
      {actor === undefined ? null : <Chip words={t("journal.chip.actor", { name: actorWords(ofActor ?? { actor }, t) })} onOff={() => put({ actor: "" })} />}
      {subject === undefined ? null : <Chip words={t("journal.chip.subject", { name: ofSubject === undefined ? short(subject) : subjectWords(ofSubject, registers, t) })} onOff={() => put({ subject: "" })} />}
    </div>
  );
}

function Chip({ words, onOff }: { words: string; onOff: () => void }) {
  const { t } = useLanguage();
  const off = t("journal.chip.off", { name: words });
  return (
    <span className="chip">
      <span className="chip-words"><b>{words}</b></span>
      <button type="button" className="chip-off" aria-label={off} title={off} onClick={onOff}>✕</button>
    </span>
  );
}
