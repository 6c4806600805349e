/** A level as word, colour and shape (the number of bars), so that none of them stands alone. */
import type { Incident } from "../api/types";
import { useLanguage } from "../shell/language";
import { levelColour } from "./rules";

export function LevelMark({ kind, level, brief = false }: { kind: Incident["kind"]; level: number; brief?: boolean }) {
  const { t } = useLanguage();
  const colour = levelColour(kind, level);
  const bars = kind === "rescue" ? 4 : 5;
  const number = t.label("level", String(level));
  // Only fires and rescues are spoken of by their level.
  const levelled = kind === "fire" || kind === "rescue";
  const words = levelled ? t(`level.${kind}`, { n: number }) : t(`incident.kind.${kind}`);
  const colourWord = t(`level.colour.${colour}`);
  return (
    <span className={`level level-${colour}`} title={`${words} ${colourWord}`}>
      <svg aria-hidden="true" viewBox={`0 0 ${bars * 5 - 1} 12`} width={bars * 5 - 1} height="12">
        {Array.from({ length: bars }, (_, index) => {
          const height = 3 + (index * 9) / (bars - 1);
          return <rect key={index} x={index * 5} y={12 - height} width="4" height={height} fill="currentColor" opacity={index < level ? 1 : 0.3} />;
        })}
      </svg>
      {brief ? (levelled ? t(`level.${kind}.brief`, { n: number }) : words) : `${words} · ${colourWord}`}
    </span>
  );
}

const shapes: Readonly<Record<Incident["state"], string>> = { open: "◆", under_control: "◧", extinguished: "◇", closed: "✓" };

export function IncidentStateMark({ state }: { state: Incident["state"] }) {
  const { t } = useLanguage();
  return (
    <span className={`state-mark ${state === "open" ? "" : "soft"}`}>
      <span aria-hidden="true" className="shape">{shapes[state]}</span>
      {t(`incident.state.${state}`)}
    </span>
  );
}
