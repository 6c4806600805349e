/** 查找: words, pinyin or initials over all layers whose register can be searched; Enter goes to the first. */
import { useQueries, useQuery } from "@tanstack/react-query";
import { Input, type InputRef } from "antd";
import { useDeferredValue, useRef, useState } from "react";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Sign } from "./LayerPanel";
import { findQuery, mapRegistersQuery, pointOf } from "./queries";
import type { Theme } from "./style";
import type { LayerInfo, LngLat, Pick } from "./types";
import { titleOf } from "./words";

interface Found {
  readonly layer: LayerInfo;
  readonly pick: Pick;
  readonly title: string;
  readonly at: LngLat | null;
}

export function SearchPanel({ layers, theme, onFound }: { layers: readonly LayerInfo[]; theme: Theme; onFound: (pick: Pick, at: LngLat | null) => void }) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  const words = useDeferredValue(text.trim());
  const box = useRef<InputRef>(null);
  useShortcut(["/"], () => box.current?.focus());
  const registers = useQuery(mapRegistersQuery);
  const searched = layers.flatMap((layer) => {
    const register = registers.data?.find((one) => one.key === layer.register && one.searchable);
    return register === undefined ? [] : [{ layer, register }];
  });
  const answers = useQueries({ queries: words === "" ? [] : searched.map(({ register }) => findQuery(register.key, words)) });
  const found = answers.flatMap(({ data }, index): Found[] => {
    const { layer, register } = searched[index] ?? {};
    if (layer === undefined || register === undefined) return [];
    return (data ?? []).map((row) => ({ layer, pick: { layer: layer.key, id: row.id }, title: titleOf(register, row), at: pointOf(row, layer.geometry) }));
  });
  const waiting = answers.some((answer) => answer.isPending);
  const failed = answers.some((answer) => answer.isError);
  const chosen = Math.min(at, found.length - 1);
  const take = (one: Found | undefined) => {
    if (one === undefined) return;
    onFound(one.pick, one.at);
    setText("");
    box.current?.blur();
  };
  const keys = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt(Math.max(0, Math.min(found.length - 1, chosen + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter") take(found[chosen]);
    else if (event.key === "Escape") {
      setText("");
      box.current?.blur();
    }
  };
  return (
    <div className="map-search">
      <Input ref={box} type="search" allowClear value={text} maxLength={60} placeholder={t("map.search")} aria-label={t("map.search")} onChange={(event) => { setText(event.target.value); setAt(0); }} onKeyDown={keys} suffix={<kbd aria-hidden="true">/</kbd>} />
      {words === "" ? null : (
        <ul className="map-found" aria-label={t("map.found")}>
          {found.map((one, index) => (
            <li key={`${one.layer.key}/${one.pick.id}`}>
              <button type="button" className={index === chosen ? "map-found-on" : ""} onClick={() => take(one)}>
                <Sign layer={one.layer} theme={theme} />
                <span className="clip">{one.title}</span>
                <span className="soft">{one.at === null ? t("map.no_place_short") : one.layer.label[t.language]}</span>
              </button>
            </li>
          ))}
          {found.length === 0 ? <li className="soft map-pad">{t(failed ? "map.find_failed" : waiting ? "map.finding" : "map.nothing_found")}</li> : null}
        </ul>
      )}
    </div>
  );
}
