/** 运行维护: what the house does by itself, how it stands, and what did not get out. */
import { useQuery } from "@tanstack/react-query";
import { asProblem } from "../api/problem";
import { useMay } from "../access/may";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { Ago } from "../time/Clocks";
import { JobTable } from "./JobTable";
import { Outbox } from "./Outbox";
import "./jobs.css";
import { jobsQuery, outboxQuery } from "./upkeep";
import { moodOf } from "./words";

export function JobsPage() {
  const { t } = useLanguage();
  const mayRun = useMay()("job.run");
  const jobs = useQuery(jobsQuery);
  const outbox = useQuery(outboxQuery);
  const wrong = jobs.data?.items.filter((job) => moodOf(job) === "wrong").length ?? 0;
  return (
    <div className="upkeep">
      <section className="upkeep-part" aria-labelledby="jobs-title">
        <header className="upkeep-head">
          <h2 id="jobs-title">{t("jobs.title")}</h2>
          {jobs.data === undefined ? null : (
            <span className={wrong === 0 ? "soft" : "needs-you"}>{wrong === 0 ? t("jobs.all_well", { n: jobs.data.items.length }) : t("jobs.some_wrong", { n: wrong })}</span>
          )}
          {jobs.data === undefined ? null : <span className="soft upkeep-fresh">{t("jobs.seen")} <Ago at={jobs.data.as_of} /></span>}
        </header>
        {jobs.isError && jobs.data !== undefined ? <ProblemNote problem={asProblem(jobs.error)} onRetry={() => void jobs.refetch()} /> : null}
        {jobs.data === undefined ? (
          jobs.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(jobs.error)} onRetry={() => void jobs.refetch()} />
        ) : (
          <JobTable jobs={jobs.data.items} mayRun={mayRun} />
        )}
      </section>
      <section className="upkeep-part" aria-labelledby="outbox-title">
        <header className="upkeep-head">
          <h2 id="outbox-title">{t("outbox.title")}</h2>
          <span className="soft">{t("outbox.about")}</span>
        </header>
        {outbox.data === undefined ? (
          outbox.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(outbox.error)} onRetry={() => void outbox.refetch()} />
        ) : (
          <Outbox channels={outbox.data.channels} mayRun={mayRun} />
        )}
      </section>
    </div>
  );
}
