/** 查找: words, pinyin or initials over everything with a name and a place; Enter goes to the first. */
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Input, type InputRef } from "antd";
import { useDeferredValue, useRef, useState } from "react";
import type { FoundPlace } from "../api/types";
import { PlaceLine } from "../place/PlaceSearch";
import { keyOf, placeAt, placesQuery } from "../place/places";
import { useLanguage } from "../shell/language";
import { useShortcut } from "../shell/shortcuts";
import { Sign } from "./LayerPanel";
import type { Theme } from "./style";
import type { LayerInfo, LngLat, Pick } from "./types";

interface Props {
  readonly layers: readonly LayerInfo[];
  readonly theme: Theme;
  /** The middle of what is seen: what is near comes first. */
  readonly near: LngLat | null;
  /** A row of a layer, or a place that is none. */
  readonly onFound: (pick: Pick | null, at: LngLat | null) => void;
}

export function SearchPanel({ layers, theme, near, onFound }: Props) {
  const { t } = useLanguage();
  const [text, setText] = useState("");
  const [at, setAt] = useState(0);
  // Where one looks from stays the same while one types and the map stands.
  const words = useDeferredValue(text.trim());
  const box = useRef<InputRef>(null);
  useShortcut(["/"], () => box.current?.focus());
  const queries = useQueryClient();
  const query = useQuery(placesQuery(words, near));
  const found = words === "" ? [] : (query.data ?? []);
  const chosen = Math.min(at, found.length - 1);
  const take = (place: FoundPlace | undefined) => {
    if (place === undefined) return;
    const { layer, id } = place;
    const isRow = layer !== null && layer !== undefined && id !== null && id !== undefined;
    onFound(isRow ? { layer, id } : null, placeAt(place));
    setText("");
    box.current?.blur();
  };
  const enter = () => {
    const asked = text.trim();
    if (asked === words && query.data !== undefined) take(found[chosen]);
    // Who presses Enter before the answer is there gets its first when it comes, unless other words stand there by then.
    else if (asked !== "") {
      void queries.query({ ...placesQuery(asked, near), staleTime: "static" }).then(
        (places) => {
          if (box.current?.input?.value.trim() === asked) take(places[0]);
        },
        () => undefined,
      );
    }
  };
  const keys = (event: React.KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt(Math.max(0, Math.min(found.length - 1, chosen + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter") enter();
    else if (event.key === "Escape") {
      setText("");
      box.current?.blur();
    }
  };
  const signOf = (place: FoundPlace) => layers.find((layer) => layer.key === place.layer);
  return (
    <div className="map-search">
      <Input ref={box} type="search" allowClear value={text} maxLength={60} placeholder={t("map.search")} aria-label={t("map.search")} onChange={(event) => { setText(event.target.value); setAt(0); }} onKeyDown={keys} suffix={<kbd aria-hidden="true">/</kbd>} />
      {words === "" ? null : (
        <ul className="map-found" aria-label={t("map.found")}>
          {found.map((place, index) => {
            const layer = signOf(place);
            return (
              <li key={keyOf(place, index)}>
                <button type="button" className={index === chosen ? "map-found-on" : ""} onClick={() => take(place)}>
                  {layer === undefined ? <span aria-hidden="true" className="soft">•</span> : <Sign layer={layer} theme={theme} />}
                  <PlaceLine place={place} />
                </button>
              </li>
            );
          })}
          {found.length === 0 ? <li className="soft map-pad">{t(query.isError ? "map.find_failed" : query.isPending || query.isFetching ? "map.finding" : "map.nothing_found")}</li> : null}
        </ul>
      )}
    </div>
  );
}
