/** Jobs in words: how long, how often, how it stands. Pure. */
import type { Job } from "../api/types";
import type { Translator } from "../messages/translate";

/** `3 毫秒`, `1.4 秒`, `2 分 5 秒` */
export function span(seconds: number, t: Translator): string {
  if (seconds < 1) return t("jobs.milliseconds", { n: Math.max(1, Math.round(seconds * 1000)) });
  if (seconds < 60) return t("jobs.seconds", { n: seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds) });
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return t("jobs.minutes", { n: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? t("jobs.hours", { n: hours }) : t("jobs.days", { n: Math.floor(hours / 24) });
}

/** How it comes to run: `每 1 小时，全系统只一处`. */
export function rhythm(job: Pick<Job, "kind" | "period_s" | "exclusive">, t: Translator): string {
  if (job.kind === "follower") return t("jobs.kind.follower");
  if (job.kind === "standing" || job.period_s === null) return t("jobs.kind.standing");
  const every = t("jobs.every", { span: span(job.period_s, t) });
  return job.exclusive ? `${every}${t("jobs.comma")}${t("jobs.exclusive")}` : every;
}

export type Mood = "well" | "busy" | "wrong" | "off";

/** What the state means to whoever looks: shape and colour come from this. */
export function moodOf(job: Pick<Job, "state" | "failures">): Mood {
  if (job.failures > 0) return "wrong";
  if (job.state === "running") return "busy";
  return job.state === "stopped" || job.state === "declared" ? "off" : "well";
}

/** What the last run did: `12 个到期会话已结束，3 个旧会话已清除`. */
export function outcome(job: Pick<Job, "last_run" | "state">, t: Translator): string {
  if (job.last_run === null) return job.state === "running" ? t("jobs.first") : t("jobs.never");
  if (!job.last_run.ok) return t("jobs.failed");
  if (job.last_run.counts.length === 0) return t("jobs.nothing");
  return job.last_run.counts.map(({ label, count }) => `${count} ${label}`).join(t("jobs.comma"));
}
