/** 疑似重复 what is open near the place of a new call, before a second incident is opened. */
import type { UseQueryResult } from "@tanstack/react-query";
import { Button } from "antd";
import { asProblem } from "../api/problem";
import type { NearbyIncident } from "../api/types";
import { lengthWords } from "../place/length";
import { useLanguage } from "../shell/language";
import { ProblemNote } from "../shell/States";
import { Ago } from "../time/Clocks";
import { IncidentStateMark, LevelMark } from "./LevelMark";

interface Props {
  readonly query: UseQueryResult<readonly NearbyIncident[]>;
  readonly busy: boolean;
  readonly onAdd: (id: string) => void;
  readonly onShow: (id: string) => void;
}

export function Nearby({ query, busy, onAdd, onShow }: Props) {
  const { t } = useLanguage();
  if (query.data === undefined) {
    return query.error === null ? <p className="soft" role="status">{t("intake.nearby_looking")}</p> : <ProblemNote problem={asProblem(query.error)} onRetry={() => void query.refetch()} />;
  }
  if (query.data.length === 0) return <p className="soft" role="status">✓ {t("intake.nearby_none")}</p>;
  return (
    <section className="note note-conflict" aria-label={t("intake.nearby")} role="alert">
      <p className="note-title"><span aria-hidden="true" className="note-mark">▲</span>{t("intake.nearby")}</p>
      <ul className="nearby">
        {query.data.map((one) => (
          <li key={one.id}>
            <span className="nearby-words">
              <LevelMark kind={one.kind} level={one.level} brief /> <b>{one.address}</b>{" "}
              <span className="soft figures">{one.number} · {lengthWords(one.distance_metres)} · <Ago at={one.opened_at} /></span> <IncidentStateMark state={one.state} />
            </span>
            <Button type="primary" disabled={busy} onClick={() => onAdd(one.id)}>{t("intake.add_to")}</Button>
            <Button disabled={busy} onClick={() => onShow(one.id)}>{t("intake.show")}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
