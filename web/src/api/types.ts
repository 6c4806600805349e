/** Short names for the generated shapes; nothing here is written by hand. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type Session = Schemas["Session"];
export type Alarm = Schemas["Alarm"];
export type AlarmPage = Schemas["Page_Alarm"];
export type VerificationOutcome = Schemas["Outcome"];
export type IncidentOfAlarm = Schemas["IncidentOfAlarm"];
export type Incident = Schemas["Incident"];
export type IncidentPage = Schemas["Page_Incident"];
export type Assignment = Schemas["Assignment"];
export type AssignmentStep = Schemas["AssignmentStep"];
export type Candidate = Schemas["Candidate"];
export type CandidateList = Schemas["CandidateList"];
export type ResponderKind = Schemas["ResponderKind"];
export type ResponseNeed = Schemas["ResponseNeed"];
export type TimelineEntry = Schemas["TimelineEntry"];
export type Timeline = Schemas["Timeline"];
export type Closure = Schemas["Closure"];
export type JobList = Schemas["JobList"];
export type Job = Schemas["Job"];
export type OutboxState = Schemas["OutboxState"];
export type OutboxChannel = Schemas["OutboxChannel"];
export type GivenUpList = Schemas["GivenUpList"];
export type GivenUpMessage = Schemas["GivenUpMessage"];
export type FoundPlace = Schemas["FoundPlace"];
export type ReachAnswer = Schemas["ReachAnswer"];
export type ReachGaps = Schemas["ReachGaps"];
export type WayAnswer = Schemas["WayAnswer"];
export type NearbyIncident = Schemas["NearbyIncident"];
export type NewIncident = Schemas["NewIncident"];
export type FurtherCall = Schemas["FurtherCall"];
export type StationOrder = Schemas["StationOrder"];
export type Responder = Schemas["Responder"];
export type ListState = "open" | "closed" | "all";
