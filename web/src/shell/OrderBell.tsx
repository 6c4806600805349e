/** 出动铃 rings for an order that nobody at the station has accepted yet, again and again until somebody does. */
import { useQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useRef } from "react";
import { ordersQuery } from "../dispatch/incidents";
import { waiting } from "../dispatch/station";
import { useLanguage } from "./language";
import { soundOrder } from "./sound";

const AGAIN_MS = 6_000;

export function OrderBell({ station }: { station: string }) {
  const { t } = useLanguage();
  const { data } = useQuery(ordersQuery(station));
  const ringing = useMemo(() => waiting(data?.items ?? []).join(" "), [data]);
  const told = useRef(new Set<string>());
  useEffect(() => {
    if (ringing === "") return;
    soundOrder();
    const timer = setInterval(soundOrder, AGAIN_MS);
    return () => clearInterval(timer);
  }, [ringing]);
  useEffect(() => {
    for (const { assignment, incident } of data?.items ?? []) {
      if (assignment.state !== "ordered" || told.current.has(assignment.id)) continue;
      told.current.add(assignment.id);
      if (document.hidden && "Notification" in window && Notification.permission === "granted") new Notification(t("station.new_order", { where: incident.address }), { tag: "fengsui-order" });
    }
  }, [data, t]);
  return null;
}
