/** Twelve months as a small line; months that are not known are gaps. The numbers stand in its title. */
import { useLanguage } from "../shell/language";
import type { MetricItem } from "./metrics";
import { periodWords } from "./period";

const WIDTH = 96;
const HEIGHT = 20;

export function Spark({ points }: { points: MetricItem["spark"] }) {
  const { t } = useLanguage();
  const values = points.map((point) => (point.value === null ? null : Number(point.value)));
  const known = values.filter((value) => value !== null);
  if (known.length === 0) return <span className="soft">{t("metric.spark_none")}</span>;
  const low = Math.min(...known);
  const high = Math.max(...known);
  const x = (at: number) => 3 + (at * (WIDTH - 6)) / Math.max(1, values.length - 1);
  const y = (value: number) => (high === low ? HEIGHT / 2 : HEIGHT - 3 - ((value - low) * (HEIGHT - 6)) / (high - low));
  const words = points.flatMap(({ period, value }) => (value === null ? [] : [`${periodWords(period, t)} ${value}`])).join("\n");
  const last = values.findLastIndex((value) => value !== null);
  const end = values[last] ?? null;
  return (
    <svg className="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} width={WIDTH} height={HEIGHT} role="img" aria-label={t("metric.spark", { low, high })}>
      <title>{words}</title>
      {runs(values).map((run) => (
        <polyline key={run[0]} points={run.map((at) => `${x(at)},${y(values[at] ?? low)}`).join(" ")} fill="none" stroke="currentColor" strokeWidth="1.5" />
      ))}
      {end === null ? null : <circle cx={x(last)} cy={y(end)} r="2.5" fill="currentColor" />}
    </svg>
  );
}

/** Places of values that stand side by side without a gap. */
export function runs(values: readonly (number | null)[]): readonly (readonly number[])[] {
  const all: number[][] = [];
  values.forEach((value, at) => {
    if (value === null) return;
    const run = all.at(-1);
    if (run?.at(-1) === at - 1) run.push(at);
    else all.push([at]);
  });
  return all;
}
