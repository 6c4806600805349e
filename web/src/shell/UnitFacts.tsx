/** 单位情况 what the register of units says of one: its listed fields, personal ones as a mask. */
import { useQuery } from "@tanstack/react-query";
import { asProblem } from "../api/problem";
import { Cell } from "../register/Cell";
import { ReadableContext, useReadable } from "../register/readable";
import { registersQuery, rowQuery } from "../register/registers";
import { useLanguage } from "./language";
import { Loading, ProblemNote } from "./States";

const REGISTER = "unit";

export function UnitFacts({ id }: { id: string }) {
  const { t } = useLanguage();
  const registers = useQuery(registersQuery);
  const readable = useReadable(registers.data);
  const query = useQuery(rowQuery(REGISTER, id));
  const info = registers.data?.find((one) => one.key === REGISTER);
  const failed = query.error ?? registers.error;
  if (failed !== null) return <ProblemNote problem={asProblem(failed)} onRetry={() => void query.refetch()} />;
  if (info === undefined || query.data === undefined) return <Loading words={t("shell.loading")} />;
  const row = query.data;
  const filled = info.fields.filter((field) => row.values[field.name] !== null && row.values[field.name] !== undefined && row.values[field.name] !== "" && field.kind !== "point");
  return (
    <ReadableContext value={readable}>
      <dl className="facts">
        {filled.map((field) => [<dt key={`${field.name}-name`}>{field.label[t.language]}</dt>, <dd key={field.name}><Cell field={field} row={row} />{field.unit === null ? null : ` ${field.unit[t.language]}`}</dd>])}
      </dl>
    </ReadableContext>
  );
}
