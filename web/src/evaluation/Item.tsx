/** 考核项: one item, its rule, how its points came about, and the facts behind them. */
import { Link } from "@tanstack/react-router";
import { entersEvaluation } from "../access/may";
import { useLanguage } from "../shell/language";
import { useSeat } from "../shell/Seat";
import { Points } from "./Points";
import { isOpen, metricSearchOf, type ScoreFact, type ScoreFound, type ScoreItem } from "./scores";
import type { EvaluationSearch } from "./search";

export function Item({ item, search }: { item: ScoreItem; search: EvaluationSearch }) {
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
          <Fact key={fact.key} fact={fact} search={search} />
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

function Fact({ fact, search }: { fact: ScoreFact; search: EvaluationSearch }) {
  const { t } = useLanguage();
  const { session } = useSeat();
  const cases = [...new Set(fact.found.flatMap((found) => found.cases))];
  const evidence = new Set(fact.found.flatMap((found) => found.attachments)).size;
  const lacking = (fact.from === "unknown" || fact.from === "unclaimed") && fact.evidence !== null;
  return (
    <li>
      <span className="tag">{t.label("evaluation.from", fact.from)}</span> {fact.name[t.language]}
      {fact.found.map((found) => (
        <span key={found.member ?? ""} className="score-found"> {found.member === null ? "" : `${found.member} `}<Found found={found} measure={fact.measure?.[t.language] ?? ""} /></span>
      ))}
      {fact.metric === null ? null : (
        <>{" "}<Link to="/metrics/$key" params={{ key: fact.metric.key }} search={{ ...metricSearchOf(fact.metric.address), ...search }}>{t("evaluation.open_metric")}</Link></>
      )}
      {cases.map((id) => (
        <span key={id}>{" "}<Link to="/cases/$id" params={{ id }}>{t("evaluation.open_case")}</Link></span>
      ))}
      {evidence === 0 ? null : <span className="soft"> {t("evaluation.evidence", { n: evidence })}</span>}
      {lacking ? (
        <span className="score-lacking soft">
          {t("evaluation.evidence_asked", { what: fact.evidence?.[t.language] ?? "" })} · <code>{fact.key}</code>{" "}
          {entersEvaluation(session.permissions) ? <Link to="/loops/$key/new" params={{ key: "evaluation_entry" }}>{t("evaluation.enter")}</Link> : null}
        </span>
      ) : null}
    </li>
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
