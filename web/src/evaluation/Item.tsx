/** 考核项: one item, its rule, how its points came about, and the facts behind them. */
import { Link } from "@tanstack/react-router";
import { entersEvaluation } from "../access/may";
import { useLanguage } from "../shell/language";
import { useSeat } from "../shell/Seat";
import { Points } from "./Points";
import { isOpen, metricSearchOf, missingOf, type ScoreFact, type ScoreFound, type ScoreItem } from "./scores";
import type { EvaluationSearch } from "./search";

/** Whose facts they are, for whoever enters what is missing. */
export interface Whose {
  readonly year: number;
  readonly area: string;
}

export function Item({ item, whose, search }: { item: ScoreItem; whose: Whose; search: EvaluationSearch }) {
  const { t } = useLanguage();
  const { language } = t;
  return (
    <details className="score-item">
      <summary>
        <span className="score-name">{item.name[language]}</span>
        <span className={isOpen(item) ? "score-got score-got-open" : "score-got"}><Points got={item.tally.got} of={item.tally.of} /></span>
      </summary>
      <p className="soft">
        {t("evaluation.line", { line: item.line })} · {t("evaluation.responsible", { who: item.responsible[language] })}
        {item.tally.given === "0" ? null : ` · ${t("evaluation.given", { points: item.tally.given })}`}
      </p>
      <p className="score-rule">{item.rule[language]}</p>
      <h5>{t("evaluation.facts")}</h5>
      <ul className="score-facts">
        {item.facts.map((fact) => (
          <Fact key={fact.key} fact={fact} whose={whose} search={search} />
        ))}
      </ul>
      {item.corrections.length === 0 ? null : (
        <>
          <h5>{t("evaluation.corrections")}</h5>
          <ul className="score-facts">
            {item.corrections.map((one) => (
              <li key={one.case}>
                {t("evaluation.correction", { points: one.points, why: one.why, by: one.by, on: one.on })}{" "}
                <Link to="/cases/$id" params={{ id: one.case }}>{t("evaluation.open_correction")}</Link>
              </li>
            ))}
          </ul>
        </>
      )}
      <h5>{t("evaluation.steps")}</h5>
      <ol className="score-steps">
        {item.steps.map((step, at) => (
          <li key={at}>{step[language]}</li>
        ))}
      </ol>
    </details>
  );
}

function Fact({ fact, whose, search }: { fact: ScoreFact; whose: Whose; search: EvaluationSearch }) {
  const { t } = useLanguage();
  const { session } = useSeat();
  const cases = [...new Set(fact.found.flatMap((found) => found.cases))];
  const evidence = new Set(fact.found.flatMap((found) => found.attachments)).size;
  const may = entersEvaluation(session.permissions) && search.as_of === undefined;
  const missing = missingOf(fact);
  return (
    <li>
      <span className="tag">{t.label("evaluation.from", fact.from)}</span> {fact.name[t.language]}
      {alike(fact.found) ? (
        <span className="score-found">
          <Found found={fact.found[0]} measure="" />
          {may ? fact.found.map(({ member }) => (member !== null && missing.includes(member) ? <span key={member}>{" "}<Enter fact={fact} whose={whose} member={member} named /></span> : null)) : null}
        </span>
      ) : fact.found.map((found) => (
        <span key={found.member ?? ""} className="score-found">
          {found.part === null ? "" : `${found.part[t.language]} `}<Found found={found} measure={fact.measure?.[t.language] ?? ""} />
          {may && found.member !== null && missing.includes(found.member) ? <>{" "}<Enter fact={fact} whose={whose} member={found.member} /></> : null}
        </span>
      ))}
      {fact.metric === null ? null : (
        <>{" "}<Link to="/metrics/$key" params={{ key: fact.metric.key }} search={{ ...metricSearchOf(fact.metric.address), ...search }}>{t("evaluation.open_metric")}</Link></>
      )}
      {cases.map((id) => (
        <span key={id}>{" "}<Link to="/cases/$id" params={{ id }}>{t("evaluation.open_case")}</Link></span>
      ))}
      {evidence === 0 ? null : <span className="soft"> {t("evaluation.evidence", { n: evidence })}</span>}
      {may && missing.includes(null) ? <>{" "}<Enter fact={fact} whose={whose} member={null} /></> : null}
      {missing.length === 0 ? null : <span className="score-lacking soft">{t("evaluation.evidence_asked", { what: fact.evidence?.[t.language] ?? "" })}</span>}
    </li>
  );
}

/** Whether all parts are unknown for one reason, which is then told once. */
function alike(all: readonly ScoreFound[]): all is readonly [ScoreFound, ScoreFound, ...ScoreFound[]] {
  return all.length > 1 && all.every(({ unknown }) => unknown !== null && unknown.zh === all[0]?.unknown?.zh);
}

/** The form of an entry, with all that is known of it filled in. */
function Enter({ fact, whose, member, named = false }: { fact: ScoreFact; whose: Whose; member: string | null; named?: boolean }) {
  const { t } = useLanguage();
  const given = { year: String(whose.year), area: whose.area, fact: fact.key, ...(member === null ? {} : { member }) };
  const part = member === null ? "" : ` ${fact.found.find((found) => found.member === member)?.part?.[t.language] ?? member}`;
  return (
    <Link to="/loops/$key/new" params={{ key: "evaluation_entry" }} search={given} className="score-enter" aria-label={`${t("evaluation.enter")} ${fact.name[t.language]}${part}`}>
      {t("evaluation.enter")}{named ? part : ""}
    </Link>
  );
}

function Found({ found, measure }: { found: ScoreFound; measure: string }) {
  const { t } = useLanguage();
  if (found.unknown !== null) return <span className="soft">{found.unknown[t.language]}</span>;
  if (found.number !== null) return <b className="figures">{measure === "%" ? `${found.number}%` : `${found.number} ${measure}`}</b>;
  if (found.events !== null) {
    const what = found.events.join(t.language === "zh" ? "、" : ", ");
    return <b>{found.events.length === 0 ? t("evaluation.none_happened") : t("evaluation.events", { n: found.events.length, what })}</b>;
  }
  return <b>{t(found.done === true ? "evaluation.done" : "evaluation.not_done")}</b>;
}
