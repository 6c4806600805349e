/** Siting studies as the server tells them, and what can be done with them. */
import { queryOptions } from "@tanstack/react-query";
import { request } from "../api/request";
import { STUDIES as REGISTER } from "../register/studies";
import type { NewSitingStudy, SitingFindings, SitingStudyView } from "../api/types";

/** The register whose rows studies are. */
export { STUDIES as REGISTER } from "../register/studies";
const ROOT = "/api/v1/siting/studies";

export const hasEnded = (study: SitingStudyView) => study.state !== "waiting" && study.state !== "running";

export function studyQuery(id: string) {
  return queryOptions({
    queryKey: ["register", REGISTER, "row", id, "study"],
    queryFn: ({ signal }) => request<SitingStudyView>(`${ROOT}/${id}`, { signal }),
    // How far it is stands in no journal: no event tells it.
    refetchInterval: ({ state }) => (state.data !== undefined && !hasEnded(state.data) ? 700 : false),
  });
}

/** What was found does not change any more. */
export function findingsQuery(id: string) {
  return queryOptions({
    queryKey: ["siting", "findings", id],
    gcTime: 60_000,
    queryFn: ({ signal }) => request<SitingFindings>(`${ROOT}/${id}/findings`, { signal }),
  });
}

export const askStudy = (study: NewSitingStudy) => request<SitingStudyView>(ROOT, { method: "POST", body: study });

export const cancelStudy = (study: SitingStudyView) => request<SitingStudyView>(`${ROOT}/${study.id}/cancellation`, { method: "POST", version: study.version });

export const reportOf = (id: string) => `${ROOT}/${id}/report`;

/** To a tenth of a per cent, as tables say it. */
export const percent = (share: number) => `${share.toFixed(1)}%`;
