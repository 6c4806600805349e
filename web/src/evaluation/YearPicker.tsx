/** Which year, and as of which day: native controls over the address. */
import { useToday } from "../metric/Pickers";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import type { EvaluationSearch } from "./search";

interface Props {
  readonly year: number;
  readonly search: EvaluationSearch;
  readonly onYear: (year: number) => void;
  readonly onSearch: (search: EvaluationSearch) => void;
}

export function YearPicker({ year, search, onYear, onSearch }: Props) {
  const { t } = useLanguage();
  const today = useToday();
  useShortcut(["["], () => onYear(year - 1));
  useShortcut(["]"], () => onYear(year + 1));
  return (
    <div className="pickers">
      <span className="period-now" role="group" aria-label={t("evaluation.year_label")}>
        <button type="button" className="bar-button" title={t("evaluation.earlier")} aria-label={t("evaluation.earlier")} onClick={() => onYear(year - 1)}>‹</button>
        <b className="figures">{t("evaluation.year", { y: year })}</b>
        <button type="button" className="bar-button" title={t("evaluation.later")} aria-label={t("evaluation.later")} onClick={() => onYear(year + 1)}>›</button>
      </span>
      <label className="as-of" title={t("evaluation.as_of_help")}>
        <span className="soft">{t("evaluation.as_of")}</span>
        <input
          type="date"
          className="native-select figures"
          max={today}
          value={search.as_of ?? ""}
          onChange={(event) => onSearch(event.target.value === "" ? {} : { as_of: event.target.value })}
        />
        {search.as_of === undefined ? null : <button type="button" className="link" onClick={() => onSearch({})}>{t("evaluation.as_of_now")}</button>}
      </label>
    </div>
  );
}
