/** Short names for the generated shapes; nothing here is written by hand. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Session = Schemas["Session"];
export type Alarm = Schemas["Alarm"];
export type AlarmPage = Schemas["AlarmPage"];
export type VerificationOutcome = Schemas["VerificationOutcome"];
export type Incident = Schemas["Incident"];
export type IncidentPage = Schemas["IncidentPage"];
export type Assignment = Schemas["Assignment"];
export type Candidate = Schemas["Candidate"];
export type CandidateList = Schemas["CandidateList"];
export type TimelineEntry = Schemas["TimelineEntry"];
export type Timeline = Schemas["Timeline"];
export type Closure = Schemas["Closure"];
export type ListState = "open" | "closed" | "all";
