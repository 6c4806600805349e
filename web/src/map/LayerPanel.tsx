/** 图层与图例: what is on, what its signs mean, and which of them are shown. */
import { Link } from "@tanstack/react-router";
import { useLanguage } from "../shell/language";
import { switchWord, wordsOn, type MapState } from "./state";
import { dataUrl, symbolSvg } from "./symbols";
import type { Theme } from "./style";
import type { LayerInfo, Tone } from "./types";

interface Props {
  readonly layers: readonly LayerInfo[];
  readonly shown: readonly LayerInfo[];
  readonly state: MapState;
  readonly theme: Theme;
  readonly onSwitch: (key: string, on: boolean) => void;
  readonly onFilters: (key: string, filters: string) => void;
}

export function Sign({ layer, tone = "plain", theme }: { layer: Pick<LayerInfo, "symbol">; tone?: Tone; theme: Theme }) {
  return <img className="map-sign" src={dataUrl(symbolSvg(layer.symbol, tone, theme))} alt="" width={22} height={22} />;
}

export function LayerPanel({ layers, shown, state, theme, onSwitch, onFilters }: Props) {
  const { t } = useLanguage();
  return (
    <section className="map-panel map-layers" aria-label={t("map.legend")}>
      <header className="map-panel-head">
        <h2>{t("map.legend")}</h2>
        <kbd aria-hidden="true">L</kbd>
      </header>
      {layers.length === 0 ? <p className="soft map-pad">{t("map.no_layers")}</p> : null}
      <ul>
        {layers.map((layer) => {
          const on = shown.includes(layer);
          const filters = state.filters[layer.key];
          return (
            <li key={layer.key} className={on ? "" : "map-layer-off"}>
              <label className="map-layer">
                <input type="checkbox" checked={on} onChange={(event) => onSwitch(layer.key, event.target.checked)} />
                <Sign layer={layer} theme={theme} />
                <span className="clip">{layer.label[t.language]}</span>
                {layer.live === null ? null : <span className="tag">{t("map.live")}</span>}
                {filters === undefined || filters === "" ? null : <span className="tag">{t("map.filtered")}</span>}
              </label>
              {on ? <Words layer={layer} filters={filters} theme={theme} onFilters={(next) => onFilters(layer.key, next)} /> : null}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** The words of a layer with the signs they give; pressing one hides its places, groups and counts alike. */
function Words({ layer, filters, theme, onFilters }: { layer: LayerInfo; filters: string | undefined; theme: Theme; onFilters: (filters: string) => void }) {
  const { t } = useLanguage();
  const told = layer.words.filter((word) => word.tone !== "plain");
  if (told.length === 0) return <OfFilters layer={layer} filters={filters} onFilters={onFilters} />;
  const on = wordsOn(layer, filters);
  const rest = layer.words.length > told.length;
  return (
    <div className="map-words">
      {told.map((word) => {
        const sign = <><Sign layer={layer} tone={word.tone} theme={theme} /><span>{word.label[t.language]}</span></>;
        return layer.register === null ? (
          <span key={word.key} className="map-word">{sign}</span>
        ) : (
          <button key={word.key} type="button" className="map-word" aria-pressed={on.includes(word.key)} title={t("map.word_switch")} onClick={() => onFilters(switchWord(layer, filters, word.key))}>{sign}</button>
        );
      })}
      {rest ? <span className="map-word"><Sign layer={layer} theme={theme} /><span>{t("map.other_words")}</span></span> : null}
      <OfFilters layer={layer} filters={filters} onFilters={onFilters} />
    </div>
  );
}

function OfFilters({ layer, filters, onFilters }: { layer: LayerInfo; filters: string | undefined; onFilters: (filters: string) => void }) {
  const { t } = useLanguage();
  if (layer.register === null || filters === undefined || filters === "") return null;
  return (
    <p className="map-words-acts">
      <Link to="/registers/$key" params={{ key: layer.register }} search={{ f: filters }}>{t("map.as_list")}</Link>
      <button type="button" className="link" onClick={() => onFilters("")}>{t("map.all_of_it")}</button>
    </p>
  );
}
