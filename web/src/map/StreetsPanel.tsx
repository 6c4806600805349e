/** 道路与水源: by county how dense streets are and how many of them a hydrant serves; those that none does are drawn. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { asProblem } from "../api/problem";
import type { StreetsAnswer } from "../api/types";
import { useLanguage } from "../shell/language";
import { Loading, ProblemNote } from "../shell/States";
import { lengthWords } from "./measure";
import { ranges, shareWords, streetsQuery, type StreetsMeasure } from "./streets";
import type { LngLat } from "./types";

interface Props {
  readonly measure: StreetsMeasure;
  readonly onMeasure: (next: StreetsMeasure) => void;
  readonly onFly: (at: LngLat) => void;
  readonly onClose: () => void;
}

export function StreetsPanel({ measure, onMeasure, onFly, onClose }: Props) {
  const { t } = useLanguage();
  const answer = useQuery({ ...streetsQuery(measure), placeholderData: keepPreviousData });
  return (
    <section className="map-panel map-reach" aria-label={t("streets.title")}>
      <header className="map-panel-head">
        <h2>{t("streets.title")}</h2>
        <button type="button" className="bar-button" onClick={onClose}>{t("map.close")}</button>
      </header>
      <Measure measure={measure} onMeasure={onMeasure} />
      {answer.error !== null ? <ProblemNote problem={asProblem(answer.error)} onRetry={() => void answer.refetch()} />
        : answer.data === undefined ? <Loading words={t("reach.working")} />
        : !answer.data.known ? <p className="map-pad" role="status">{t("reach.no_roads")}</p>
        : answer.data.counties.length === 0 ? <p className="map-pad" role="status">{t("streets.none")}</p>
        : <Counties answer={answer.data} least={measure.least} onFly={onFly} />}
      <p className="soft">{t("streets.method", { radius: measure.radius, half: measure.spacing / 2, dense: measure.builtUp })}</p>
    </section>
  );
}

function Measure({ measure, onMeasure }: Pick<Props, "measure" | "onMeasure">) {
  const { t } = useLanguage();
  const field = (key: keyof StreetsMeasure, step: number) => {
    const [least, most] = ranges[key];
    return (
      <label>{t(`streets.${key}`)}
        <input className="native-number" type="number" min={least} max={most} step={step} value={measure[key]}
          onChange={(event) => onMeasure({ ...measure, [key]: Math.min(most, Math.max(least, Number(event.target.value))) })} />
      </label>
    );
  };
  return (
    <details className="map-reach-set">
      <summary>{t("streets.set", { radius: measure.radius, spacing: measure.spacing })}</summary>
      <div className="map-reach-fields">{field("radius", 10)}{field("spacing", 10)}{field("builtUp", 0.5)}{field("least", 0.5)}</div>
    </details>
  );
}

function Counties({ answer, least, onFly }: { readonly answer: StreetsAnswer; readonly least: number } & Pick<Props, "onFly">) {
  const { t } = useLanguage();
  const [open, setOpen] = useState<string | null>(null);
  const rows = [...answer.counties].sort((one, other) => one.served_km / one.street_km - other.served_km / other.street_km);
  const sum = (of: "street_km" | "served_km") => rows.reduce((all, row) => all + row[of], 0);
  const drawn = (answer.bare as GeoJSON.MultiLineString).coordinates.length;
  const chosen = rows.find((row) => row.region === open) ?? rows[0];
  return (
    <>
      <div role="status">
        <dl className="facts figures map-reach-facts">
          <dt>{t("streets.served_all")}</dt>
          <dd><b>{shareWords(sum("served_km"), sum("street_km"))}</b> · {Math.round(sum("served_km"))} / {Math.round(sum("street_km"))} km</dd>
        </dl>
      </div>
      {answer.bare_pieces > drawn ? <p className="soft">{t("streets.drawn", { n: drawn, all: answer.bare_pieces })}</p> : null}
      <table className="streets-table figures">
        <thead><tr><th scope="col">{t("streets.county")}</th><th scope="col">{t("streets.served")}</th><th scope="col">{t("streets.spaced")}</th><th scope="col">{t("streets.density", { least })}</th></tr></thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.region} aria-selected={row === chosen}>
              <th scope="row"><button type="button" className="link" onClick={() => setOpen(row.region)}>{t.language === "zh" ? row.zh : row.en}</button></th>
              <td>{shareWords(row.served_km, row.street_km)}</td>
              <td>{shareWords(row.spaced_km, row.street_km)}</td>
              <td className={row.density < least ? "closure-worse" : ""} title={t("streets.of", { km: row.street_km, km2: row.built_up_km2 })}>{row.density.toFixed(1)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {chosen === undefined ? null : (
        <>
          <h3>{t("streets.worst", { county: t.language === "zh" ? chosen.zh : chosen.en, n: chosen.hydrants })}</h3>
          <ol className="map-nearest figures">
            {chosen.worst.map((street) => (
              <li key={street.name}>
                <button type="button" className="link clip" onClick={() => onFly([street.at[0] ?? 0, street.at[1] ?? 0])}>{street.name}</button>
                <span>{lengthWords(street.bare_metres)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
    </>
  );
}
