/** A region's code, typed as it is or found by the region's name; below it the name of what was typed. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { AutoComplete } from "antd";
import { useEffect, useState } from "react";
import { useLanguage } from "../shell/language";
import { regionQuery, regionsOf, regionsQuery, registersQuery, type Regions } from "./registers";
import { isRegionCode, titleOf } from "./values";

const PAUSE_MS = 200;

interface Props {
  readonly id?: string | undefined;
  readonly value: string;
  readonly label: string;
  readonly invalid?: boolean | undefined;
  readonly describedBy?: string | undefined;
  readonly onChange: (code: string) => void;
}

/** What a region is called; nothing while that is not known. */
export function useRegionName(code: string): string | null {
  const regions = useRegions();
  const found = useQuery({ ...regionQuery(regions ?? nowhere, code), enabled: regions !== null && isRegionCode(code) });
  return found.data === undefined || found.data === null || regions === null ? null : titleOf(found.data, regions.title);
}

const nowhere: Regions = { key: "", code: "", title: "" };

function useRegions(): Regions | null {
  const registers = useQuery(registersQuery);
  return registers.data === undefined ? null : regionsOf(registers.data);
}

export function RegionInput({ id, value, label, invalid, describedBy, onChange }: Props) {
  const { t } = useLanguage();
  const regions = useRegions();
  const [asked, setAsked] = useState("");
  const [isOpen, setOpen] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(value.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  const isAsking = !/^\d+$/.test(asked) || isRegionCode(asked);
  const found = useQuery({ ...regionsQuery(regions ?? nowhere, asked), enabled: regions !== null && isOpen && isAsking, placeholderData: keepPreviousData });
  const name = useRegionName(value.trim());
  const options = (found.data?.items ?? []).flatMap((row) => {
    const code = row.values[regions?.code ?? ""];
    return typeof code === "string" ? [{ value: code, label: <span className="region-option">{titleOf(row, regions?.title ?? "")} <span className="soft figures">{code}</span></span> }] : [];
  });
  return (
    <span className="region-input">
      <AutoComplete
        id={id ?? ""}
        value={value}
        options={options}
        aria-label={label}
        aria-invalid={invalid === true}
        aria-describedby={describedBy ?? ""}
        {...(invalid === true ? { status: "error" as const } : {})}
        placeholder={t("register.region_find")}
        getPopupContainer={(node: HTMLElement) => node.parentElement ?? node}
        onOpenChange={setOpen}
        onChange={(next: string | undefined) => onChange(next ?? "")}
      />
      <span className="soft" role="status">{name ?? ""}</span>
    </span>
  );
}
