/**
 * A signed-in seat: who sits here, what they may, the live feed and the bell. It stays while the
 * person goes from one screen to another, so that a fire alarm rings over a ledger too.
 */
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Outlet, useRouter } from "@tanstack/react-router";
import { createContext, useCallback, useContext, useEffect } from "react";
import { hearsAlarms, PermissionsContext } from "../access/may";
import { sessionQuery } from "../access/session";
import { whenSignedOut } from "../api/client";
import type { Session } from "../api/types";
import { FeedProvider } from "../feed/FeedProvider";
import { alarmListQuery } from "../monitor/alarms";
import { watchClockJumps } from "../time/serverClock";
import { AlarmBell, NoBell } from "./AlarmBell";
import { AccountContext } from "./useDraft";

const route = getRouteApi("/seat");

interface SeatState {
  readonly session: Session;
  readonly onSignedOut: () => void;
  /** The session ran out: to the door, and back here afterwards. */
  readonly onExpired: () => void;
}

const SeatContext = createContext<SeatState | null>(null);

export function useSeat(): SeatState {
  const seat = useContext(SeatContext);
  if (seat === null) throw new Error("useSeat outside Seat");
  return seat;
}

export function Seat() {
  const { session } = route.useRouteContext();
  const router = useRouter();
  const queries = useQueryClient();
  const hears = hearsAlarms(session.permissions);
  const alarms = useInfiniteQuery({ ...alarmListQuery("open"), enabled: hears });
  const leave = useCallback(
    (expired: boolean) => {
      const next = router.state.location.href;
      queries.setQueryData(sessionQuery.queryKey, null);
      void router.navigate({ to: "/sign-in", search: expired ? { next, expired } : {} });
    },
    [queries, router],
  );
  const expire = useCallback(() => leave(true), [leave]);
  const signedOut = useCallback(() => leave(false), [leave]);
  whenSignedOut(expire);
  // A fetch is also a look at the server's clock.
  useEffect(() => watchClockJumps(() => void queries.invalidateQueries({ queryKey: ["alarms"] })), [queries]);
  // The feed starts where the alarms stand; a seat that may not see them starts it at once.
  const position = alarms.data?.pages[0]?.position ?? (!hears || alarms.isError ? "now" : null);
  return (
    <AccountContext value={session.account.id}>
      <PermissionsContext value={session.permissions}>
        <SeatContext value={{ session, onSignedOut: signedOut, onExpired: expire }}>
          <FeedProvider position={position} onSignedOut={expire}>
            {hears ? <AlarmBell /> : <NoBell />}
            <Outlet />
          </FeedProvider>
        </SeatContext>
      </PermissionsContext>
    </AccountContext>
  );
}
