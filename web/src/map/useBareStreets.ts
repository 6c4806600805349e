/** The streets without a hydrant that are drawn: the longest of the city from afar, all of what is seen close by. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import type { Camera } from "./state";
import { bareOf, bareQuery, closeBox, streetsQuery, type StreetsMeasure } from "./streets";
import type { Box } from "./types";

export function useBareStreets(measure: StreetsMeasure | null, camera: Camera | null, seen: (() => Box) | null): readonly GeoJSON.Feature[] {
  const box = measure === null || camera === null || seen === null ? null : closeBox(seen(), camera.zoom);
  const longest = useQuery(streetsQuery(measure)).data;
  const close = useQuery({ ...bareQuery(measure, box), placeholderData: keepPreviousData }).data;
  const drawn = box === null ? longest : (close ?? longest);
  return useMemo(() => (measure === null ? [] : bareOf(drawn)), [measure, drawn]);
}
