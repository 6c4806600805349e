/** One line a job at a desk, one card on a phone. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { asProblem } from "../api/problem";
import type { Job } from "../api/types";
import { useLanguage } from "../shell/language";
import { ProblemNote } from "../shell/States";
import { Ago, Exact, RunningClock } from "../time/Clocks";
import { jobsQuery, runJob } from "./upkeep";
import { moodOf, outcome, rhythm, span } from "./words";

const SHAPES = { well: "●", busy: "▶", wrong: "■", off: "○" } as const;

export function JobTable({ jobs, mayRun }: { jobs: readonly Job[]; mayRun: boolean }) {
  const { t } = useLanguage();
  const queries = useQueryClient();
  const run = useMutation({ mutationFn: runJob, onSettled: () => queries.invalidateQueries({ queryKey: jobsQuery.queryKey }) });
  return (
    <>
      {run.isError ? <ProblemNote problem={asProblem(run.error)} onDismiss={() => run.reset()} /> : null}
      <table className="upkeep-table">
        <thead>
          <tr>
            <th scope="col">{t("jobs.column.job")}</th>
            <th scope="col">{t("jobs.column.state")}</th>
            <th scope="col">{t("jobs.column.last")}</th>
            <th scope="col" className="right">{t("jobs.column.took")}</th>
            <th scope="col">{t("jobs.column.done")}</th>
            <th scope="col">{t("jobs.column.next")}</th>
            <th scope="col" className="right">{t("jobs.column.runs")}</th>
            {mayRun ? <th scope="col"><span className="unseen">{t("jobs.column.act")}</span></th> : null}
          </tr>
        </thead>
        <tbody>
          {jobs.map((job) => (
            <JobRow key={job.name} job={job} mayRun={mayRun} asked={run.isPending && run.variables === job.name} onRun={() => run.mutate(job.name)} />
          ))}
        </tbody>
      </table>
    </>
  );
}

interface RowProps {
  readonly job: Job;
  readonly mayRun: boolean;
  readonly asked: boolean;
  readonly onRun: () => void;
}

function JobRow({ job, mayRun, asked, onRun }: RowProps) {
  const { t } = useLanguage();
  const mood = moodOf(job);
  const { last_run: last, last_error: error, place } = job;
  return (
    <tr className={`job job-${mood}`} data-job={job.name}>
      <th scope="row">
        <span className="job-name">{job.label}</span>
        <span className="soft job-rhythm">{rhythm(job, t)}</span>
      </th>
      <td data-head={t("jobs.column.state")}>
        <span className="job-state"><span aria-hidden="true">{SHAPES[mood]}</span> {t.label("jobs.state", job.state)}</span>{" "}
        {job.running_since === null ? null : <RunningClock since={job.running_since} />}
      </td>
      <td data-head={t("jobs.column.last")}>{last === null ? "—" : <Ago at={last.started_at} />}</td>
      <td data-head={t("jobs.column.took")} className="right figures">{last === null ? "—" : span(last.took_s, t)}</td>
      <td data-head={t("jobs.column.done")} className="job-done">
        {place === null ? outcome(job, t) : <>{t("jobs.place", { position: place.position, lag: place.lag })}{last === null ? null : <span className="soft"> {outcome(job, t)}</span>}</>}
        {error === null ? null : (
          <span className={job.failures > 0 ? "job-error" : "job-error soft"}>
            {job.failures > 0 ? t("jobs.failing", { n: job.failures }) : t("jobs.failed_once")} <Ago at={error.at} />{t("jobs.colon")}{error.reason}
          </span>
        )}
      </td>
      <td data-head={t("jobs.column.next")}>{job.next_at === null ? "—" : <Exact at={job.next_at} />}</td>
      <td data-head={t("jobs.column.runs")} className="right figures">{job.runs}</td>
      {mayRun ? (
        <td className="job-act">
          {job.kind === "reconciler" || job.state === "pausing" ? (
            <button type="button" className="bar-button" disabled={asked} onClick={onRun} aria-label={t("jobs.run_named", { name: job.label })}>
              {t(job.kind === "reconciler" ? "jobs.run" : "jobs.again")}
            </button>
          ) : null}
        </td>
      ) : null}
    </tr>
  );
}
