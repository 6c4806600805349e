/** 圈内、框内: how many of each layer stand in what was drawn, the nearest first, and the way to the lists. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../shell/language";
import { Sign } from "./LayerPanel";
import { distance, lengthWords, middleOf } from "./measure";
import { featuresQuery, mapRegistersQuery } from "./queries";
import type { ShownLayer, Theme } from "./style";
import { areaOf, type Tool } from "./tools";
import type { Box, LngLat, Pick } from "./types";

const MOST = 2000;
const NEAREST = 6;

interface Props {
  readonly area: NonNullable<ReturnType<typeof areaOf>>;
  readonly tool: Tool;
  readonly shown: readonly ShownLayer[];
  readonly filters: Readonly<Record<string, string>>;
  readonly theme: Theme;
  readonly onPick: (pick: Pick, at: LngLat) => void;
}

const edges = (box: Box) => box.map((edge) => edge.toFixed(6)).join(",");

export function AreaPanel({ area, tool, shown, filters, theme, onPick }: Props) {
  const { t } = useLanguage();
  const registers = useQuery(mapRegistersQuery);
  const answers = useQueries({ queries: shown.map((one) => featuresQuery(one.info.key, area.box, one.filters, MOST)) });
  const { centre, metres } = area;
  const inside = answers.map(({ data }) =>
    (data?.features ?? []).flatMap((feature) => {
      const at = middleOf(feature.geometry);
      if (at === null) return [];
      const away = centre === null ? 0 : distance(centre, at);
      return centre !== null && away > metres ? [] : [{ feature, at, away }];
    }),
  );
  const nearest = inside
    .flatMap((found, index) => found.map((one) => ({ ...one, layer: shown[index] })))
    .sort((one, other) => one.away - other.away)
    .slice(0, NEAREST);
  return (
    <section className="map-panel map-area" aria-label={t(tool.kind === "circle" ? "map.in_circle" : "map.in_box")}>
      <header className="map-panel-head">
        <h2>{t(tool.kind === "circle" ? "map.in_circle" : "map.in_box")}</h2>
        {centre === null ? null : <span className="figures">{t("map.radius", { r: lengthWords(metres) })}</span>}
      </header>
      <ul className="map-counts figures">
        {shown.map(({ info }, index) => {
          const answer = answers[index];
          const register = registers.data?.find((one) => one.key === info.register);
          const asked = register?.fields.some((field) => field.name === info.geometry && field.filter) === true;
          const own = filters[info.key];
          const f = [...(own === undefined || own === "" ? [] : [own]), `${info.geometry ?? ""}.in_box=${edges(area.box)}`].join(";");
          const count = inside[index]?.length ?? 0;
          return (
            <li key={info.key}>
              <Sign layer={info} theme={theme} />
              <span className="clip">{info.label[t.language]}</span>
              <b>{answer?.data === undefined ? t(answer?.isError === true ? "map.unknown" : "map.counting") : `${count}${answer.data.more ? "+" : ""}`}</b>
              {info.register !== null && asked ? <Link to="/registers/$key" params={{ key: info.register }} search={{ f }}>{t("map.as_list")}</Link> : <span />}
            </li>
          );
        })}
      </ul>
      {centre === null || nearest.length === 0 ? null : (
        <>
          <h3>{t("map.nearest")}</h3>
          <ol className="map-nearest figures">
            {nearest.map(({ feature, at, away, layer }) => (
              <li key={feature.id}>
                <button type="button" className="link clip" onClick={() => onPick({ layer: layer?.info.key ?? "", id: feature.id }, at)}>{feature.properties.title}</button>
                <span>{lengthWords(away)}</span>
              </li>
            ))}
          </ol>
        </>
      )}
      {centre === null ? null : <p className="soft">{t("map.straight")}</p>}
    </section>
  );
}
