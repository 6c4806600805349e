/** What callers said of the scene: who is trapped, on which floor, what burns. */
import type { Incident } from "../api/types";
import { useLanguage } from "../shell/language";

export function Told({ incident }: { incident: Incident }) {
  const { t } = useLanguage();
  const { trapped, storey, burning } = incident;
  const parts = [
    trapped === null || trapped === undefined ? null : <span key="trapped" className={trapped > 0 ? "needs-you" : ""}>{t("intake.trapped_n", { n: trapped })}</span>,
    storey === null || storey === undefined ? null : <span key="storey"><span className="soft">{t("intake.storey")}</span> <b>{storey}</b></span>,
    burning === null || burning === undefined ? null : <span key="burning"><span className="soft">{t("intake.burning")}</span> <b>{burning}</b></span>,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : <p className="told">{parts}</p>;
}
