/** 证据: whether what an action demands hangs on the case already; said before anybody is refused. */
import { useQuery } from "@tanstack/react-query";
import { attachmentsQuery } from "../register/registers";
import { useLanguage } from "../shell/language";

export function EvidenceMark({ register, id }: { register: string; id: string }) {
  const { t } = useLanguage();
  const { data } = useQuery(attachmentsQuery(register, id));
  if (data === undefined) return null;
  if (data.length > 0) return <span className="evidence-mark soft">✓ {t("loop.evidence_there", { n: data.length })}</span>;
  return <em className="evidence-mark field-wrong" role="status">■ {t("loop.evidence_missing")}</em>;
}
