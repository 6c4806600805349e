/** One act on an incident: sends it, takes over the answer, and knows a conflict. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Incident } from "../api/types";
import { asProblem } from "../api/problem";
import { currentRecord, incidentQuery } from "./incidents";

export function useIncidentAct<Input>(act: (input: Input) => Promise<Incident>, onDone?: (incident: Incident) => void) {
  const queries = useQueryClient();
  const takeOver = (incident: Incident) => {
    queries.setQueryData(incidentQuery(incident.id).queryKey, incident);
    void queries.invalidateQueries({ queryKey: ["incidents"] });
    void queries.invalidateQueries({ queryKey: ["timeline", incident.id] });
    void queries.invalidateQueries({ queryKey: ["candidates"] });
  };
  return useMutation({
    mutationFn: act,
    onSuccess: (incident) => {
      takeOver(incident);
      onDone?.(incident);
    },
    onError: (error) => {
      if (currentRecord(error, "assignments")) takeOver(asProblem(error).current as Incident);
      // Whatever was refused, the screen showed something that is not so any more.
      else for (const key of ["incident", "candidates"]) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
}
