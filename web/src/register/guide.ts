/**
 * 填报指引: what a form asks next, told by the server by what stands in it already. A register names the
 * address as a URI template of the fields that it goes by. It only helps: the server judges what is sent.
 */
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { address, request, type Query } from "../api/request";
import type { FieldGuide, FieldInfo, FormGuide, RegisterInfo } from "./types";
import type { Typed } from "./values";

/** `/path{?year,fact}` with what stands in these fields; null when it is no such template. Pure. */
export function guideAddress(template: string, value: (name: string) => Typed): string | null {
  const [, path, names] = /^([^{}]+)\{\?([a-z_,]+)\}$/.exec(template) ?? [];
  if (path === undefined || names === undefined) return null;
  const query: Query = names.split(",").flatMap((name) => {
    const typed = value(name);
    return typeof typed === "string" && typed.trim() !== "" ? [[name, typed.trim()] as const] : [];
  });
  return address(path, query);
}

/** The fields as the guide has them: those that have no place here are left out. Pure. */
export function guided(fields: readonly FieldInfo[], guide: FormGuide): readonly FieldInfo[] {
  return fields.flatMap((field) => {
    const said = guide.fields.find((one) => one.name === field.name);
    if (said === undefined) return [field];
    return said.shown ? [{ ...field, ...saying(said) }] : [];
  });
}

function saying({ required, label, help, unit, choices }: FieldGuide): Partial<FieldInfo> {
  return {
    ...(required === null ? {} : { required }),
    ...(label === null ? {} : { label }),
    ...(help === null ? {} : { help }),
    ...(unit === null ? {} : { unit }),
    ...(choices === null ? {} : { choices }),
  };
}

function guideQuery(asked: string | null) {
  return queryOptions({
    queryKey: ["form-guide", asked],
    queryFn: ({ signal }) => request<FormGuide>(asked ?? "", { signal }),
    staleTime: 60_000,
    enabled: asked !== null,
  });
}

/** The fields of a form that is filled in; null until the guide has said its first word. */
export function useGuided(info: Pick<RegisterInfo, "guide">, fields: readonly FieldInfo[], value: (name: string) => Typed): readonly FieldInfo[] | null {
  const template = info.guide ?? null;
  const asked = template === null || fields.length === 0 ? null : guideAddress(template, value);
  const guide = useQuery({ ...guideQuery(asked), placeholderData: keepPreviousData });
  if (asked === null || guide.error !== null) return fields;
  return guide.data === undefined ? null : guided(fields, guide.data);
}
