/** 打印: one sheet with title, picture, legend, scale, time and sources; it stands beside nothing else while it is looked at. */
import { Button, Input } from "antd";
import { useState } from "react";
import { cityName } from "../shell/city";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { dateTime } from "../time/format";
import { Sign } from "./LayerPanel";
import { lengthWords, metresPerPixel, scaleBar } from "./measure";
import type { Camera } from "./state";
import type { LayerInfo } from "./types";

export interface Shot {
  readonly url: string;
  readonly width: number;
  readonly height: number;
  readonly camera: Camera;
  /** The server's time of the picture. */
  readonly at: number;
  /** Whether the screen was live then. */
  readonly live: boolean;
}

interface Props {
  readonly shot: Shot;
  readonly layers: readonly LayerInfo[];
  readonly filtered: readonly string[];
  readonly sources: readonly string[];
  readonly who: string;
  readonly onClose: () => void;
}

const papers = ["A4", "A3"] as const;

export function PrintSheet({ shot, layers, filtered, sources, who, onClose }: Props) {
  const { t } = useLanguage();
  const [title, setTitle] = useState(() => t("map.print_title", { city: cityName(t.language) ?? "" }).trim());
  const [paper, setPaper] = useState<(typeof papers)[number]>("A4");
  useShortcut(["Escape"], onClose);
  const bar = scaleBar(metresPerPixel(shot.camera.latitude, shot.camera.zoom), 140);
  return (
    <div className="print">
      <style>{`@page { size: ${paper} landscape; margin: 10mm; }`}</style>
      <div className="print-acts">
        <label>{t("map.print_name")} <Input value={title} maxLength={60} onChange={(event) => setTitle(event.target.value)} /></label>
        <span className="choice" role="radiogroup" aria-label={t("map.paper")}>
          {papers.map((one) => (
            <label key={one} className={one === paper ? "choice-on" : ""}>
              <input type="radio" name="paper" checked={one === paper} onChange={() => setPaper(one)} />
              {t("map.paper_of", { size: one })}
            </label>
          ))}
        </span>
        <Button type="primary" onClick={() => window.print()}>{t("map.print")}</Button>
        <Button onClick={onClose}>{t("map.back")} <kbd aria-hidden="true">Esc</kbd></Button>
      </div>
      <article className="print-sheet" data-theme="light">
        <h1>{title}</h1>
        <div className="print-body">
          <figure className="print-map">
            <img src={shot.url} alt={t("map.print_alt")} width={shot.width} height={shot.height} />
            <figcaption className="print-scale figures">
              <span className="map-scale-bar" style={{ width: `${(bar.pixels / shot.width) * 100}%` }} />
              {lengthWords(bar.metres)}
            </figcaption>
          </figure>
          <aside className="print-legend">
            <h2>{t("map.legend")}</h2>
            <ul>
              {layers.map((layer) => (
                <li key={layer.key}>
                  <Sign layer={layer} theme="light" /> {layer.label[t.language]}
                  {filtered.includes(layer.key) ? <span className="soft"> {t("map.filtered")}</span> : null}
                  {layer.words.some((word) => word.tone !== "plain") ? (
                    <ul>
                      {layer.words.filter((word) => word.tone !== "plain").map((word) => (
                        <li key={word.key}><Sign layer={layer} tone={word.tone} theme="light" /> {word.label[t.language]}</li>
                      ))}
                    </ul>
                  ) : null}
                </li>
              ))}
            </ul>
          </aside>
        </div>
        <footer className="figures">
          <p>{t("map.print_time", { time: dateTime(shot.at, t.language), who })}{shot.live ? "" : ` ${t("map.print_stale")}`}</p>
          <p>{t("map.datum")} · {sources.join(" · ")}</p>
        </footer>
      </article>
    </div>
  );
}
