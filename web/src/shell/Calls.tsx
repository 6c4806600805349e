/** 报警记录 the calls of one incident: what each said, who called as a mask, and the number in the clear for a reason. */
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useContext } from "react";
import { PermissionsContext } from "../access/may";
import { request } from "../api/request";
import { asProblem } from "../api/problem";
import { registersQuery } from "../register/registers";
import { Reveal } from "../register/Reveal";
import type { RegisterInfo, Row, RowPage } from "../register/types";
import { Exact } from "../time/Clocks";
import { useLanguage } from "./language";
import { ProblemNote } from "./States";

const REGISTER = "call";
const PERSONAL = ["caller_phone", "caller_name"] as const;

function callsQuery(number: string) {
  return queryOptions({
    queryKey: ["register", REGISTER, "rows", "of", number],
    queryFn: ({ signal }) => request<RowPage>(`/api/v1/registers/${REGISTER}`, { query: [["incident", number], ["sort", "received_at"], ["limit", "100"]], signal }),
  });
}

export function Calls({ number }: { number: string }) {
  const { t } = useLanguage();
  const permissions = useContext(PermissionsContext);
  const may = permissions.includes("call.read");
  const calls = useQuery({ ...callsQuery(number), enabled: may });
  const registers = useQuery({ ...registersQuery, enabled: may });
  const info = registers.data?.find((one) => one.key === REGISTER);
  if (!may || (calls.data !== undefined && calls.data.items.length === 0)) return null;
  if (calls.error !== null) return <ProblemNote problem={asProblem(calls.error)} onRetry={() => void calls.refetch()} />;
  return (
    <ul className="calls" aria-label={t("call.title")}>
      {info === undefined ? null : calls.data?.items.map((row) => <Call key={row.id} info={info} row={row} uncovers={permissions.includes("call.personal")} />)}
    </ul>
  );
}

/** The first call's words stand with the incident already. */
function Call({ info, row, uncovers }: { info: RegisterInfo; row: Row; uncovers: boolean }) {
  const { t } = useLanguage();
  const text = (field: string) => {
    const value = row.values[field];
    return typeof value === "string" ? value : "";
  };
  const further = text("part") === "further";
  return (
    <li>
      <span><span className="soft">{t.label("call.part", text("part"))} <Exact at={text("received_at")} /></span>{further && text("said") !== "" ? <> {text("said")}</> : null}</span>
      {PERSONAL.flatMap((name) => {
        const field = info.fields.find((one) => one.name === name);
        if (field === undefined || text(name) === "") return [];
        const mask = <span className="figures">{text(name)}</span>;
        return [<span key={name}>{uncovers ? <Reveal info={info} row={row} field={field}>{mask}</Reveal> : mask}</span>];
      })}
    </li>
  );
}
