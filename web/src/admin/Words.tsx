/** Roles and sets in words: what a list and a page say of an account. */
import { useQuery } from "@tanstack/react-query";
import { useTitle } from "../register/ReferencePicker";
import { useRegionName } from "../register/RegionInput";
import { useLanguage } from "../shell/language";
import { rolesQuery, type Sets } from "./accounts";

export function RoleWords({ role }: { role: string }) {
  const { t } = useLanguage();
  const roles = useQuery(rolesQuery);
  return <>{roles.data?.roles.find((one) => one.role === role)?.label[t.language] ?? role.replaceAll("_", " ")}</>;
}

export function AreaWords({ code }: { code: string }) {
  const name = useRegionName(code);
  return <span title={code}>{name ?? code}</span>;
}

function TitleWords({ register, id, word }: { register: string; id: string; word: "account.own_unit" | "account.organisation_of" }) {
  const { t } = useLanguage();
  const name = useTitle(register, id);
  return <>{t(word, { name })}</>;
}

const SHOWN = 3;

/** Where somebody may act: the whole city, or what narrows it. */
export function SetsWords({ sets }: { sets: Sets }) {
  const { t } = useLanguage();
  const { areas, sectors, unit, clients, organisation } = sets;
  const whole = areas.length === 0 && sectors.length === 0 && (unit ?? null) === null && clients.length === 0;
  return (
    <span className="sets-words">
      {whole ? <span>{t("account.whole_city")}</span> : null}
      {areas.length === 0 ? null : (
        <span>
          {areas.slice(0, SHOWN).map((code, at) => <span key={code}>{at === 0 ? "" : t("admin.list_comma")}<AreaWords code={code} /></span>)}
          {areas.length > SHOWN ? t("admin.and_more", { n: areas.length - SHOWN }) : ""}
        </span>
      )}
      {sectors.length === 0 ? null : <span>{t("account.sector_codes", { codes: sectors.join(t("admin.list_comma")) })}</span>}
      {(unit ?? null) === null ? null : <span><TitleWords register="unit" id={unit ?? ""} word="account.own_unit" /></span>}
      {clients.length === 0 ? null : <span>{t("account.clients_n", { n: clients.length })}</span>}
      {(organisation ?? null) === null ? null : <span><TitleWords register="organisation" id={organisation ?? ""} word="account.organisation_of" /></span>}
    </span>
  );
}
