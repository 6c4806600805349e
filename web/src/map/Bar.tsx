/** The tools on one bar, and the line below: where, how large, by whom. */
import type { MessageKey } from "../messages/zh";
import { useLanguage } from "../shell/language";
import { travel } from "../time/format";
import { lengthWords, metresPerPixel, placeWords, scaleBar } from "./measure";
import type { Camera } from "./state";
import { lengthOf, type Tool, type ToolKind } from "./tools";
import type { LngLat } from "./types";
import type { Ways } from "./useWays";

interface Props {
  readonly legend: boolean;
  readonly tool: Tool | null;
  readonly taking: boolean;
  /** Whether a circle by time is shown. */
  readonly reach: boolean;
  readonly onReach: () => void;
  /** Whether streets are looked at; none: this seat cannot. */
  readonly streets: boolean | null;
  readonly onStreets: () => void;
  /** Whether closures are for this seat. */
  readonly closes: boolean;
  readonly onLegend: () => void;
  readonly onWhole: () => void;
  readonly onTool: (kind: ToolKind) => void;
  readonly onAlong: () => void;
  readonly onPrint: () => void;
  readonly onZoom: (steps: number) => void;
}

const kinds: readonly (readonly [ToolKind, MessageKey, string])[] = [
  ["distance", "map.tool.distance", "D"],
  ["circle", "map.tool.circle", "C"],
  ["box", "map.tool.box", "B"],
];

export function Bar({ legend, tool, taking, reach, onReach, streets, onStreets, closes, onLegend, onWhole, onTool, onAlong, onPrint, onZoom }: Props) {
  const { t } = useLanguage();
  return (
    <div className="map-bar" role="toolbar" aria-label={t("map.tools")}>
      <button type="button" className="bar-button" aria-pressed={legend} onClick={onLegend}>{t("map.legend")} <kbd aria-hidden="true">L</kbd></button>
      {kinds.map(([kind, words, key]) => (
        <button key={kind} type="button" className="bar-button" aria-pressed={tool?.kind === kind} onClick={() => onTool(kind)}>{t(words)} <kbd aria-hidden="true">{key}</kbd></button>
      ))}
      {tool?.kind === "distance" ? <button type="button" className="bar-button" aria-pressed={tool.along} onClick={onAlong}>{t("map.tool.along")} <kbd aria-hidden="true">R</kbd></button> : null}
      <button type="button" className="bar-button" aria-pressed={reach} onClick={onReach}>{t("reach.title")} <kbd aria-hidden="true">T</kbd></button>
      {streets === null ? null : <button type="button" className="bar-button" aria-pressed={streets} onClick={onStreets}>{t("streets.tool")} <kbd aria-hidden="true">W</kbd></button>}
      {closes ? <button type="button" className="bar-button" aria-pressed={tool?.kind === "closure"} onClick={() => onTool("closure")}>{t("road_closure.tool")} <kbd aria-hidden="true">X</kbd></button> : null}
      <button type="button" className="bar-button" onClick={onWhole}>{t("map.whole")} <kbd aria-hidden="true">H</kbd></button>
      <button type="button" className="bar-button" disabled={taking} onClick={onPrint}>{t(taking ? "map.taking" : "map.print")} <kbd aria-hidden="true">P</kbd></button>
      <span className="map-zoom">
        <button type="button" className="bar-button" aria-label={t("map.nearer")} onClick={() => onZoom(1)}>＋</button>
        <button type="button" className="bar-button" aria-label={t("map.farther")} onClick={() => onZoom(-1)}>－</button>
      </span>
    </div>
  );
}

export function Foot({ camera, pointer, tool, ways, sources }: { camera: Camera | null; pointer: LngLat | null; tool: Tool | null; ways: Ways; sources: readonly string[] }) {
  const { t } = useLanguage();
  const bar = camera === null ? null : scaleBar(metresPerPixel(camera.latitude, camera.zoom), 120);
  const at: LngLat | null = pointer ?? (camera === null ? null : [camera.longitude, camera.latitude]);
  return (
    <footer className="map-foot figures">
      {tool === null ? null : <p className="map-hint" role="status"><Hint tool={tool} pointer={pointer} ways={ways} /></p>}
      <p className="map-foot-line">
        {bar === null ? null : <span className="map-scale"><span className="map-scale-bar" style={{ width: bar.pixels }} />{lengthWords(bar.metres)}</span>}
        {at === null ? null : <span title={t("map.datum")}>{t(pointer === null ? "map.centre" : "map.pointer")} {placeWords(at)}</span>}
        <span className="map-sources soft clip" title={sources.join("\n")}>{sources.join(" · ")}</span>
      </p>
    </footer>
  );
}

function Hint({ tool, pointer, ways }: { tool: Tool; pointer: LngLat | null; ways: Ways }) {
  const { t } = useLanguage();
  if (tool.kind === "distance" && tool.along) {
    if (tool.line.length === 0) return <>{t("map.hint.along")}</>;
    const on = t(tool.done ? "map.hint.again" : "map.hint.distance_on");
    if (ways.missing !== null) return <><b>{t(`way.missing.${ways.missing}`)}</b> {on}</>;
    if (ways.waiting) return <>{t("way.finding")}</>;
    return <>{ways.metres === 0 ? null : <b>{t("way.along", { distance: lengthWords(ways.metres), time: travel(ways.seconds, t) })}</b>} {on}</>;
  }
  if (tool.kind === "distance") {
    const metres = lengthWords(lengthOf(tool, pointer));
    if (tool.line.length === 0) return <>{t("map.hint.distance")}</>;
    return <><b>{metres}</b> {t(tool.done ? "map.hint.again" : "map.hint.distance_on")}</>;
  }
  if (tool.kind === "closure") return <>{t(tool.clicks.length === 0 ? "road_closure.hint" : tool.done ? "map.hint.again" : "road_closure.hint_on")}</>;
  if (tool.kind === "circle") return <>{t(tool.centre === null ? "map.hint.circle" : tool.done ? "map.hint.again" : "map.hint.circle_on")}</>;
  return <>{t(tool.from === null ? "map.hint.box" : tool.to === null ? "map.hint.box_on" : "map.hint.again")}</>;
}
