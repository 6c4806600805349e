/** 力量编成: each force of the plan with how much of it is met, and the nearest that would make up the rest. */
import type { ReactNode } from "react";
import type { Candidate, CandidateList, ResponseNeed } from "../api/types";
import { useLanguage } from "../shell/language";

interface Props {
  readonly plan: NonNullable<CandidateList["response"]>;
  readonly row: (one: Candidate) => ReactNode;
  /** Ticks what is proposed, where it is not ticked by itself. */
  readonly onTick: (() => void) | null;
}

export function ResponsePlan({ plan, row, onTick }: Props) {
  const { t } = useLanguage();
  const someProposed = plan.needs.some((need) => need.proposed.length > 0);
  const isMet = plan.needs.every((need) => need.working >= need.wanted);
  return (
    <>
      <p className="plan-name">
        <span>{t("candidate.plan_named", { name: plan.name })}</span>{" "}
        {onTick === null || !someProposed ? null : <button type="button" className="link" onClick={onTick}>{t("candidate.plan_tick")}</button>}
        {isMet ? <span className="soft">{t("candidate.plan_met")}</span> : null}
      </p>
      {plan.needs.map((need) => <Need key={`${need.kind} ${need.class ?? ""}`} need={need} row={row} />)}
    </>
  );
}

function Need({ need, row }: { need: ResponseNeed; row: Props["row"] }) {
  const { t } = useLanguage();
  const words = need.class === null ? t(`responder.kind.${need.kind}`) : t(`vehicle.class.${need.class}`);
  return (
    <section aria-label={words}>
      <h4 className="plan-need">
        <span>{words}</span>
        <span className="figures soft">{t("candidate.need", { n: need.working + need.proposed.length, wanted: need.wanted })}</span>
        {need.missing === 0 ? null : <span className="needs-you">■ {t("candidate.missing", { n: need.missing })}</span>}
      </h4>
      {need.proposed.length === 0 ? null : <ul>{need.proposed.map(row)}</ul>}
    </section>
  );
}
