/** One responder's way in words: how far, how long, along which streets; or why there is none. */
import type { WayAnswer } from "../api/types";
import { lengthWords } from "../place/length";
import { travel } from "../time/format";
import { useLanguage } from "./language";

/** What lies off the road is told from here on. */
const OFF_ROAD_M = 100;
const STREETS = 5;

interface Props {
  readonly name: string;
  /** Whether both ends are known. */
  readonly known: boolean;
  readonly answer: WayAnswer | undefined;
  readonly failed: boolean;
}

export function WayLine({ name, known, answer, failed }: Props) {
  const { t } = useLanguage();
  const way = answer?.way ?? null;
  const streets = (way?.streets ?? []).map((run) => run.name).filter((street, index, all) => street !== "" && street !== all[index - 1]);
  const off = way?.off_road_behind_metres ?? 0;
  return (
    <li className="way">
      <b className="clip">{name}</b>
      {way !== null ? (
        <span className="figures way-figures">{t("way.along", { distance: lengthWords(way.distance_metres), time: travel(way.seconds, t) })}</span>
      ) : (
        <span className="soft figures way-figures">{known ? (answer === undefined ? t(failed ? "way.missing.failed" : "way.finding") : t("way.straight", { distance: lengthWords(answer.straight_metres) })) : t("way.unknown")}</span>
      )}
      {streets.length === 0 ? null : <span className="soft way-streets">{t("way.by", { streets: `${streets.slice(0, STREETS).join(" → ")}${streets.length > STREETS ? " …" : ""}` })}</span>}
      {off > OFF_ROAD_M ? <span className="way-streets">{t("way.off_road", { distance: lengthWords(off) })}</span> : null}
      {answer?.missing === null || answer?.missing === undefined ? null : <span className="way-streets">{t(`way.missing.${answer.missing}`)}</span>}
    </li>
  );
}
