/** Of which area, which period, and as of which day: one row of native controls over the address. */
import { useQuery } from "@tanstack/react-query";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Choice } from "../shell/Switches";
import { useNow } from "../time/useNow";
import { areasQuery, type MetricArea } from "./metrics";
import { neighbour, periodOf, periodText, periodWords, readPeriod, steps, type Period, type Step } from "./period";
import { asNow, type MetricSearch } from "./search";

interface Props {
  readonly search: MetricSearch;
  /** The area and the period that the server answered for. */
  readonly area: MetricArea | undefined;
  readonly onChange: (next: MetricSearch) => void;
}

const cityDay = new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai", year: "numeric", month: "2-digit", day: "2-digit" });

/** Today in the city, `2026-11-26`. */
export function useToday(): string {
  return cityDay.format(useNow());
}

export function Pickers({ search, area, onChange }: Props) {
  const { t } = useLanguage();
  const today = useToday();
  const period = readPeriod(search.period ?? "") ?? periodOf("year", search.as_of ?? today);
  const choose = (next: Period) => onChange({ ...search, period: periodText(next) });
  useShortcut(["["], () => choose(neighbour(period, -1)));
  useShortcut(["]"], () => choose(neighbour(period, 1)));
  // A shorter period stays inside the longer one, at its end or at today.
  const inside = (step: Step): Period => {
    const day = period.until < today ? period.until : period.from > today ? period.from : today;
    return step === "days" ? { ...period, step } : periodOf(step, day);
  };
  return (
    <div className="pickers">
      <AreaPicker search={search} area={area} onChange={onChange} />
      <Choice
        name="metric-step"
        label={t("metric.period")}
        value={period.step}
        onChange={(step) => choose(inside(step))}
        options={steps.map((value) => ({ value, label: t(`metric.step.${value}`) }))}
      />
      <span className="period-now">
        <button type="button" className="bar-button" title={t("metric.earlier")} aria-label={t("metric.earlier")} onClick={() => choose(neighbour(period, -1))}>‹</button>
        {period.step === "days" ? <DaysPicker period={period} onChange={choose} /> : <b className="figures">{periodWords(periodText(period), t)}</b>}
        <button type="button" className="bar-button" title={t("metric.later")} aria-label={t("metric.later")} onClick={() => choose(neighbour(period, 1))}>›</button>
      </span>
      <label className="as-of" title={t("metric.as_of_help")}>
        <span className="soft">{t("metric.as_of")}</span>
        <input
          type="date"
          className="native-select figures"
          max={today}
          value={search.as_of ?? ""}
          onChange={(event) => onChange(event.target.value === "" ? asNow(search) : { ...search, as_of: event.target.value })}
        />
        {search.as_of === undefined ? null : (
          <button type="button" className="link" onClick={() => onChange(asNow(search))}>{t("metric.as_of_now")}</button>
        )}
      </label>
    </div>
  );
}

function DaysPicker({ period, onChange }: { period: Period; onChange: (next: Period) => void }) {
  const { t } = useLanguage();
  const put = (next: Period) => {
    if (next.from !== "" && next.until !== "" && next.from <= next.until) onChange(next);
  };
  return (
    <>
      <input type="date" className="native-select" aria-label={t("metric.from")} value={period.from} max={period.until} onChange={(event) => put({ ...period, from: event.target.value })} />
      <span className="soft">{t("metric.until")}</span>
      <input type="date" className="native-select" aria-label={t("metric.until")} value={period.until} min={period.from} onChange={(event) => put({ ...period, until: event.target.value })} />
    </>
  );
}

function AreaPicker({ search, area, onChange }: Props) {
  const { t } = useLanguage();
  const areas = useQuery(areasQuery(search.area));
  const { own = [], assessed = [], parts = [] } = areas.data ?? {};
  const known = [...own, ...assessed, ...parts].some(({ key }) => key === area?.key);
  const group = (title: string, items: readonly MetricArea[]) =>
    items.length === 0 ? null : (
      <optgroup label={title}>
        {items.map(({ key, name }) => (
          <option key={key} value={key}>{name}</option>
        ))}
      </optgroup>
    );
  return (
    <label className="area-picker">
      <span className="soft">{t("metric.area")}</span>
      <select
        className="native-select"
        value={area?.key ?? ""}
        onChange={(event) => onChange({ ...search, area: event.target.value })}
      >
        {area !== undefined && !known ? <option value={area.key}>{area.name}</option> : null}
        {group(t("metric.area.own"), own)}
        {group(t("metric.area.assessed"), assessed)}
        {group(t("metric.area.parts"), parts)}
      </select>
    </label>
  );
}
