/** How a value stands to its target: a shape, a word, and a colour last. */
import type { MetricReading } from "./metrics";
import { useLanguage } from "../shell/language";

const shapes = { met: "●", near: "◐", missed: "▼" } as const;

export function LightMark({ light }: { light: MetricReading["light"] }) {
  const { t } = useLanguage();
  if (light !== "met" && light !== "near" && light !== "missed") return null;
  return (
    <span className={`light light-${light}`}>
      <span aria-hidden="true" className="light-shape">{shapes[light]}</span> {t(`metric.light.${light}`)}
    </span>
  );
}
