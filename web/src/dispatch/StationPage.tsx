/**
 * 队站 a crew's page, for a telephone or a tablet at the door: the order in large letters, one
 * button to accept it, three for what follows; without an order, what stands ready.
 *
 * Which station a device belongs to is chosen on it: an account does not say it.
 */
import { useQuery } from "@tanstack/react-query";
import { Button } from "antd";
import { useMemo, type ReactNode } from "react";
import { asProblem } from "../api/problem";
import type { Responder, StationOrder } from "../api/types";
import { FreshMark } from "../feed/FreshMark";
import { useLanguage } from "../shell/language";
import { Empty, Loading, ProblemNote } from "../shell/States";
import { ordersQuery, respondersQuery } from "./incidents";
import { IncidentOrder } from "./IncidentOrder";
import "./station.css";
import { byIncident, standing } from "./station";

interface Props {
  readonly station: { readonly id: string; readonly name: string };
  readonly onChange: () => void;
  /** The map of an order, with the ways of these responders. */
  readonly scene: (incidentId: string, responders: readonly string[]) => ReactNode;
  /** What the register says of the unit at which it is. */
  readonly unit: (unitId: string) => ReactNode;
}

export function StationPage({ station, onChange, scene, unit }: Props) {
  const { t } = useLanguage();
  const query = useQuery(ordersQuery(station.id));
  const incidents = useMemo(() => byIncident(query.data?.items ?? []), [query.data]);
  return (
    <div className="station">
      <header className="station-head">
        <h2>{station.name}</h2>
        <FreshMark loaded={query.data !== undefined} />
        <Button onClick={onChange}>{t("station.change")}</Button>
      </header>
      {query.data === undefined ? (
        query.error === null ? <Loading words={t("station.loading")} /> : <ProblemNote problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : incidents.length === 0 ? (
        <Empty what={t("station.no_orders")} next={t("station.no_orders_next")} />
      ) : (
        incidents.map((orders) => <Order key={orders[0].incident.id} orders={orders} scene={scene} unit={unit} />)
      )}
      <Ready station={station.id} />
    </div>
  );
}

function Order({ orders, scene, unit }: { orders: readonly [StationOrder, ...StationOrder[]]; scene: Props["scene"]; unit: Props["unit"] }) {
  const { t } = useLanguage();
  const [{ incident }] = orders;
  const own = orders.map(({ assignment }) => assignment.responder.id);
  const unitId = incident.unit_id ?? null;
  return (
    <IncidentOrder incident={incident} assignments={orders.map(({ assignment }) => assignment)}>
      {scene(incident.id, own)}
      <section className="block station-unit" aria-label={t("station.unit")}>
        <header className="block-head"><h3>{t("station.unit")}</h3></header>
        {unitId === null ? <p className="soft station-pad">{t("station.no_unit")}</p> : unit(unitId)}
      </section>
    </IncidentOrder>
  );
}

const shapes = { ready: "●", out: "▶", off: "✕" } as const;

/** 本站力量 what could go now. */
function Ready({ station }: { station: string }) {
  const { t } = useLanguage();
  const query = useQuery(respondersQuery);
  const own = (query.data ?? []).filter((one) => one.station_id === station);
  const ready = own.filter((one) => standing(one) === "ready");
  return (
    <section className="panel station-ready" aria-label={t("station.ready")}>
      <header className="panel-head">
        <h2>{t("station.ready")}</h2>
        {query.data === undefined ? null : <span className="soft figures">{t("station.ready_count", { n: ready.length, all: own.length })}</span>}
      </header>
      {query.data === undefined ? (
        query.error === null ? <Loading words={t("shell.loading")} /> : <ProblemNote problem={asProblem(query.error)} onRetry={() => void query.refetch()} />
      ) : own.length === 0 ? (
        <p className="soft station-pad">{t("station.no_force")}</p>
      ) : (
        <ul>{own.map((one) => <Force key={one.id} one={one} />)}</ul>
      )}
    </section>
  );
}

function Force({ one }: { one: Responder }) {
  const { t } = useLanguage();
  const state = standing(one);
  return (
    <li className="station-force">
      <span className="clip"><b>{one.name}</b> <span className="soft">{t.label("responder.kind", one.kind)}</span></span>
      <span className={state === "ready" ? "state-mark" : "state-mark soft"}><span aria-hidden="true" className="shape">{shapes[state]}</span>{t(`station.state.${state}`)}</span>
    </li>
  );
}
