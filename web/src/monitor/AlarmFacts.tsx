/** The facts of one alarm: device, point, three times, repeats, and what to be wary of. */
import type { ReactNode } from "react";
import type { Alarm } from "../api/types";
import { useLanguage } from "../shell/language";
import { Ago, Exact } from "../time/Clocks";
import { instant, shift } from "../time/format";
import { addressCode, componentName, systemName } from "./names";

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  );
}

/** A time that a device stated, and how far it lies from ours: a wrong panel clock shows at once. */
function Stated({ at, against }: { at: string | null | undefined; against: string }) {
  const { t } = useLanguage();
  if (at === null || at === undefined) return <span className="soft">{t("time.unknown")}</span>;
  // Devices state whole seconds.
  const apart = Math.abs(instant(at) - instant(against)) >= 1000;
  return (
    <>
      <Exact at={at} /> {apart ? <span className="soft figures">{shift(instant(against), instant(at), t)}</span> : null}
    </>
  );
}

export function AlarmFacts({ alarm }: { alarm: Alarm }) {
  const { t } = useLanguage();
  const { device, point, verified } = alarm;
  const system = systemName(alarm, t);
  return (
    <>
      {device.registered ? null : (
        <p className="note note-warn">
          <b>▲ {t("alarm.unregistered")}</b> {t("alarm.unregistered_why")}
        </p>
      )}
      {alarm.bit0_test ? (
        <p className="note note-warn">
          <b>□ {t("alarm.device_test")}</b> {t("alarm.device_test_why")}
        </p>
      ) : null}
      <dl className="facts">
        {device.address === "" ? null : <Fact name={t("alarm.premises")}>{device.address}</Fact>}
        <Fact name={t("alarm.component")}>
          {componentName(alarm, t)} {system === null ? null : <span className="soft">{system}</span>}
        </Fact>
        {point === null || point === undefined ? null : (
          <Fact name={t("alarm.address")}>
            <span className="figures">{addressCode(point)}</span>
          </Fact>
        )}
        <Fact name={t("alarm.cause")}>
          {t.label("alarm.cause", alarm.cause)} <span className="soft figures">{t("alarm.priority", { n: alarm.priority })}</span>
        </Fact>
        <Fact name={t("alarm.device")}>
          {device.name} <span className="soft figures">{t("alarm.source_address")} {device.source_address}</span>
        </Fact>
        <Fact name={t("alarm.occurred")}>
          <Stated at={alarm.occurred_at} against={alarm.received_at} />
        </Fact>
        <Fact name={t("alarm.sent")}>
          <Stated at={alarm.sent_at} against={alarm.received_at} />
        </Fact>
        <Fact name={t("alarm.received")}>
          <Exact at={alarm.received_at} /> <span className="soft"><Ago at={alarm.received_at} /></span>
        </Fact>
        {alarm.repeat_count > 0 ? (
          <Fact name={t("alarm.repeat")}>
            <span className="figures">{t("alarm.repeat_count", { n: alarm.repeat_count })}</span>{" "}
            <span className="soft">{t("alarm.last_received")} <Ago at={alarm.last_received_at} /></span>
          </Fact>
        ) : null}
        {alarm.restored_at === null || alarm.restored_at === undefined ? null : (
          <Fact name={t("alarm.restored")}>
            <Exact at={alarm.restored_at} />
          </Fact>
        )}
        {verified === null || verified === undefined ? null : (
          <Fact name={t("alarm.verdict")}>
            <Exact at={verified.at} /> {t("alarm.verified_by", { by: verified.by, outcome: t.label("alarm.state", verified.outcome) })}
            {verified.note ? <div>{verified.note}</div> : null}
          </Fact>
        )}
      </dl>
    </>
  );
}
