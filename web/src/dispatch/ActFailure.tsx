/** Why an act on an incident was not done; on a conflict, who did what just before. */
import { useQuery } from "@tanstack/react-query";
import { asProblem } from "../api/problem";
import { useLanguage } from "../shell/language";
import { ConflictNote, ProblemNote } from "../shell/States";
import { Exact } from "../time/Clocks";
import { timelineQuery } from "./incidents";

export function ActFailure({ incidentId, error, onDismiss }: { incidentId: string; error: unknown; onDismiss: () => void }) {
  const { t } = useLanguage();
  const problem = asProblem(error);
  const timeline = useQuery({ ...timelineQuery(incidentId), enabled: problem.status === 412 });
  if (problem.status !== 412) return <ProblemNote problem={problem} onDismiss={onDismiss} />;
  const last = timeline.data?.items.at(-1);
  return (
    <ConflictNote title={t("incident.conflict")} onDismiss={onDismiss}>
      {last === undefined ? null : (
        <p>
          <Exact at={last.at} /> {last.actor_name}: {t.label(`verb.${last.subject_kind}`, last.verb)}
        </p>
      )}
      <p className="soft">{t("incident.conflict_kept")}</p>
    </ConflictNote>
  );
}
