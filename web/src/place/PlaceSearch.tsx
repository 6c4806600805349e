/** 地址查找 a line for an address that offers what is found for it: characters, pinyin, initials. What is typed stays what is said; picking a place sets where it is. */
import { useQuery } from "@tanstack/react-query";
import { Input } from "antd";
import { useDeferredValue, useId, useState, type KeyboardEvent } from "react";
import { useLanguage } from "../shell/language";
import { lengthWords } from "./length";
import type { FoundPlace } from "../api/types";
import { keyOf, placeAt, placesQuery, type LngLat } from "./places";
import "./place.css";

interface Props {
  readonly text: string;
  readonly near: LngLat | null;
  readonly label: string;
  readonly placeholder: string;
  readonly onText: (text: string) => void;
  readonly onPick: (place: FoundPlace) => void;
}

export function PlaceSearch({ text, near, label, placeholder, onText, onPick }: Props) {
  const { t } = useLanguage();
  const list = useId();
  // What was picked or restored is not looked up again until somebody types.
  const [typing, setTyping] = useState(false);
  const [at, setAt] = useState(-1);
  const words = useDeferredValue(typing ? text.trim() : "");
  const query = useQuery(placesQuery(words, near));
  const found = words === "" ? [] : (query.data ?? []);
  const open = typing && words !== "";
  const take = (place: FoundPlace | undefined) => {
    if (place === undefined) return;
    setTyping(false);
    setAt(-1);
    onPick(place);
  };
  const keys = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !open) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt(Math.max(-1, Math.min(found.length - 1, at + (event.key === "ArrowDown" ? 1 : -1))));
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      take(found[at]);
    } else if (event.key === "Escape") {
      event.stopPropagation();
      setTyping(false);
    }
  };
  return (
    <div className="place-search" onBlur={(event) => { if (!event.currentTarget.contains(event.relatedTarget)) setTyping(false); }}>
      <Input value={text} maxLength={500} placeholder={placeholder} aria-label={label} role="combobox" aria-expanded={open} aria-controls={list} aria-autocomplete="list"
        {...(at >= 0 ? { "aria-activedescendant": `${list}-${at}` } : {})}
        onChange={(event) => { setTyping(true); setAt(-1); onText(event.target.value); }} onKeyDown={keys} autoComplete="off" />
      {open ? (
        <ul id={list} className="place-found" role="listbox" aria-label={t("place.found")}>
          {found.map((place, index) => (
            <li key={keyOf(place, index)} id={`${list}-${index}`} role="option" aria-selected={index === at} className={index === at ? "place-on" : ""} onMouseDown={(event) => event.preventDefault()} onClick={() => take(place)}>
              <PlaceLine place={place} />
            </li>
          ))}
          {found.length > 0 ? null : (
            <li className="soft place-none" role="option" aria-selected={false} aria-disabled="true">{t(query.isError ? "place.failed" : query.isPending || query.isFetching ? "place.finding" : "place.none")}</li>
          )}
        </ul>
      ) : null}
    </div>
  );
}

/** What it is called, what it is, where it lies, how far it is. */
export function PlaceLine({ place }: { place: FoundPlace }) {
  const { t } = useLanguage();
  const far = place.distance_metres ?? null;
  const where = [place.region?.[t.language], place.address].filter((part) => part !== null && part !== undefined && part !== "").join(" · ");
  return (
    <>
      <span className="place-name"><b>{place.name[t.language]}</b> <span className="soft">{place.what[t.language]}</span></span>
      <span className="soft figures place-far">{placeAt(place) === null ? t("map.no_place_short") : far === null ? "" : lengthWords(far)}</span>
      {where === "" ? null : <span className="soft clip place-where">{where}</span>}
    </>
  );
}
