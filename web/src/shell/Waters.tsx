/** 水源 the water within three hundred metres of a scene, the nearest first, with its state. */
import { useQuery } from "@tanstack/react-query";
import { boxOf, circle, distance, middleOf } from "../map/measure";
import { featuresQuery, layersQuery } from "../map/queries";
import { lengthWords } from "../place/length";
import type { LngLat } from "../place/places";
import { useLanguage } from "./language";

const WITHIN_M = 300;
const LAYER = "water_source";
const NEAREST = 4;
const marks = { good: "●", bad: "✕", stale: "◌", warn: "▲", plain: "○" } as const;

export function Waters({ at }: { at: LngLat }) {
  const { t } = useLanguage();
  const layers = useQuery(layersQuery);
  const layer = layers.data?.find((one) => one.key === LAYER);
  const query = useQuery({ ...featuresQuery(LAYER, boxOf(circle(at, WITHIN_M)), [], 500), enabled: layer !== undefined });
  if (layer === undefined || query.isError) return layers.data !== undefined && layer === undefined ? null : <p className="soft">{t(query.isError || layers.isError ? "water.failed" : "water.looking")}</p>;
  if (query.data === undefined) return <p className="soft">{t("water.looking")}</p>;
  const near = query.data.features
    .flatMap((feature) => {
      const place = middleOf(feature.geometry);
      const far = place === null ? Number.POSITIVE_INFINITY : distance(at, place);
      return far <= WITHIN_M ? [{ feature, far, word: layer.words.find((word) => word.key === feature.properties.word) }] : [];
    })
    .sort((one, other) => one.far - other.far);
  if (near.length === 0) return <p className="needs-you">{t("water.none", { m: WITHIN_M })}</p>;
  const good = near.filter((one) => one.word?.tone === "good").length;
  return (
    <section aria-label={t("water.title", { m: WITHIN_M })}>
      <p><b>{t("water.title", { m: WITHIN_M })}</b> <span className="soft figures">{t("water.count", { all: near.length, good })}</span></p>
      <ul className="waters">
        {near.slice(0, NEAREST).map(({ feature, far, word }) => (
          <li key={feature.id}>
            <span aria-hidden="true">{marks[word?.tone ?? "plain"]}</span>
            <span className="clip">{feature.properties.title}</span>
            <span className="soft">{word?.label[t.language] ?? ""}</span>
            <span className="figures right">{lengthWords(far)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
