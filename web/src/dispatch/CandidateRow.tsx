/** One responder that could be sent, or why not. */
import { Checkbox } from "antd";
import type { Candidate } from "../api/types";
import { useLanguage } from "../shell/language";
import { relative, travel } from "../time/format";
import { maySend } from "./rules";

interface Props {
  readonly row: Candidate;
  /** Whether its distance is said to be straight. */
  readonly marked: boolean;
  readonly on: boolean;
  readonly onToggle: (row: Candidate, on: boolean) => void;
}

export function CandidateRow({ row, marked, on, onToggle }: Props) {
  const { t } = useLanguage();
  const { responder } = row;
  const metres = row.distance_metres ?? null;
  const seconds = row.travel_seconds ?? null;
  const age = row.position_age_seconds ?? null;
  const distance = metres === null ? t("candidate.no_distance") : metres < 1000 ? t("candidate.metres", { m: Math.round(metres / 10) * 10 }) : t("candidate.distance", { km: (metres / 1000).toFixed(1) });
  return (
    <li>
      <Checkbox className={`candidate ${on ? "candidate-on" : ""}`} checked={on} disabled={!maySend(row)} onChange={(event) => onToggle(row, event.target.checked)}>
        <span className="clip">
          <b>{responder.name}</b> <span className="soft">{responder.station_name ?? t.label("responder.kind", responder.kind)}</span>
        </span>
        {row.available ? (
          <>
            <span className="soft clip candidate-age">{age === null || age < 60 ? "" : t("candidate.position_age", { age: relative(0, age * 1000, t) })}</span>
            <span className="figures right soft">{row.cut_off ? <b className="candidate-cut">{t("candidate.cut_off")}</b> : null} {marked || row.cut_off ? t("candidate.straight", { distance }) : distance}</span>
            <span className="figures right candidate-time">{seconds === null ? "–" : travel(seconds, t)}</span>
          </>
        ) : (
          <span className="candidate-no">{maySend(row) ? "?" : "✕"} {t.label("candidate.reason", row.unavailable_reason ?? "busy")}</span>
        )}
      </Checkbox>
    </li>
  );
}
