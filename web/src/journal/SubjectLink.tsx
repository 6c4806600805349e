/** The way from an entry to what it is about, where there is a page and the person may open it. */
import { Link } from "@tanstack/react-router";
import { useContext, type ReactNode } from "react";
import { PermissionsContext } from "../access/may";
import type { JournalEntry } from "./journal";
import { bodyOf, type Registers } from "./words";

interface Props {
  readonly entry: JournalEntry;
  readonly registers: Registers;
  readonly children: ReactNode;
}

/** A record by its kind; what hangs on another leads to that. */
function target(entry: JournalEntry): { readonly kind: string; readonly id: string } {
  const body = bodyOf(entry);
  const text = (name: string) => (typeof body[name] === "string" ? body[name] : "");
  switch (entry.kind) {
    case "assignment":
      return { kind: "incident", id: text("incident_id") };
    case "device_point":
      return { kind: "transmitter", id: text("device_id") };
    case "sign_in":
    case "lock_out":
      return { kind: "account", id: text("account") };
    case "loop_case":
    case "case_comment":
    case "case_link":
    case "case_document":
      return { kind: "case", id: text("row") };
    case "attachment":
    case "personal_read":
    case "erasure":
    case "merge":
      return { kind: text("subject_kind"), id: text("subject") };
    default:
      return { kind: entry.kind, id: entry.subject };
  }
}

export function SubjectLink({ entry, registers, children }: Props) {
  const may = useContext(PermissionsContext);
  const { kind, id } = target(entry);
  if (id === "") return null;
  if (kind === "incident" && may.includes("incident.read")) return <Link className="bar-button" to="/" search={{ incident: id, list: "incidents", detail: true }}>{children}</Link>;
  if (kind === "device_alarm" && may.includes("alarm.read")) return <Link className="bar-button" to="/" search={{ alarm: id, list: "alarms", detail: true }}>{children}</Link>;
  if (kind === "account" && may.includes("account.manage")) return <Link className="bar-button" to="/admin/accounts/$id" params={{ id }}>{children}</Link>;
  if (kind === "api_token" && may.includes("account.manage")) return <Link className="bar-button" to="/admin/tokens">{children}</Link>;
  if (kind === "case" && may.includes("case.read")) return <Link className="bar-button" to="/cases/$id" params={{ id }}>{children}</Link>;
  if (registers.some((one) => one.key === kind)) return <Link className="bar-button" to="/registers/$key/$id" params={{ key: kind, id }}>{children}</Link>;
  return null;
}
