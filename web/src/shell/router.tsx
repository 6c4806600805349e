/** The addresses of the screens, and who may open them. */
import type { QueryClient } from "@tanstack/react-query";
import { createRootRouteWithContext, createRoute, createRouter, lazyRouteComponent, Link, Outlet, redirect, type ErrorComponentProps } from "@tanstack/react-router";
import { isCrew, seesDesk } from "../access/may";
import { sessionQuery } from "../access/session";
import { SignInPage } from "../access/SignInPage";
import { firstPlace } from "../admin/places";
import { accountsSearch, rolesSearch } from "../admin/search";
import { ProblemError } from "../api/problem";
import { evaluationSearch, statisticsSearch } from "../evaluation/search";
import { journalSearch } from "../journal/search";
import { fillSearch, gapSearch } from "../register/gaps";
import { baseQuery, layersQuery } from "../map/queries";
import { mapSearch } from "../map/state";
import { metricSearch } from "../metric/search";
import { inboxSearch } from "../loop/inboxState";
import { newCaseSearch } from "../loop/newCaseSearch";
import { daySearch } from "../overview/search";
import { importSearch } from "../register/importState";
import { listSearch } from "../register/listState";
import { deskSearch, localPath, stationSearch } from "./deskSearch";
import { useLanguage } from "./language";
import { Loading, ProblemNote } from "./States";

const seatFrame = () => import("./Seat");
const mapPage = () => import("../map/MapPage");

// What is needed whatever the session says is on its way while it is asked about; the map's library is the largest piece.
void seatFrame();
if (window.location.pathname === "/map") void mapPage();

const root = createRootRouteWithContext<{ readonly queries: QueryClient }>()({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: Failed,
  pendingComponent: Pending,
});

const door = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (raw: Record<string, unknown>): { next?: string; expired?: boolean } => {
    const next = localPath(raw["next"]);
    return { ...(next === undefined ? {} : { next }), ...(raw["expired"] === true ? { expired: true } : {}) };
  },
  component: SignInPage,
});

/** Everything behind the door. */
const seat = createRoute({
  getParentRoute: () => root,
  id: "seat",
  beforeLoad: async ({ context, location }) => {
    const session = await context.queries.query({ ...sessionQuery, staleTime: "static" });
    if (session === null) throw redirect({ to: "/sign-in", search: location.href === "/" ? {} : { next: location.href } });
    return { session };
  },
  component: lazyRouteComponent(seatFrame, "Seat"),
});

const desk = createRoute({
  getParentRoute: () => seat,
  path: "/",
  validateSearch: deskSearch,
  // Who has no part in alarms and incidents has their work in the registers; a crew has a page of its own.
  beforeLoad: ({ context }) => {
    if (isCrew(context.session.permissions)) throw redirect({ to: "/station" });
    if (!seesDesk(context.session.permissions)) throw redirect({ to: "/registers" });
  },
  component: lazyRouteComponent(() => import("./Desk"), "Desk"),
});

/** 队站 within the usual frame: the bar, the strip, a page that scrolls. */
const station = createRoute({
  getParentRoute: () => seat,
  path: "/station",
  component: lazyRouteComponent(() => import("./Page"), "Page"),
});

const stationRoutes = [
  createRoute({
    getParentRoute: () => station,
    path: "/",
    validateSearch: stationSearch,
    beforeLoad: ({ context }) => {
      if (!context.session.permissions.includes("incident.read")) throw redirect({ to: "/" });
    },
    component: lazyRouteComponent(() => import("./Station"), "Station"),
  }),
] as const;

const registers = createRoute({
  getParentRoute: () => seat,
  path: "/registers",
  component: lazyRouteComponent(() => import("../register/Frame"), "Frame"),
});

const registerRoutes = [
  createRoute({ getParentRoute: () => registers, path: "/", component: lazyRouteComponent(() => import("../register/RegistersPage"), "RegistersPage") }),
  createRoute({ getParentRoute: () => registers, path: "/gaps/$key", validateSearch: gapSearch, component: lazyRouteComponent(() => import("../register/GapsPage"), "GapsPage") }),
  createRoute({ getParentRoute: () => registers, path: "/$key", validateSearch: listSearch, component: lazyRouteComponent(() => import("../register/ListPage"), "ListPage") }),
  createRoute({ getParentRoute: () => registers, path: "/$key/new", validateSearch: fillSearch, component: lazyRouteComponent(() => import("../register/FormPage"), "NewPage") }),
  createRoute({ getParentRoute: () => registers, path: "/$key/import", validateSearch: importSearch, component: lazyRouteComponent(() => import("../register/ImportPage"), "ImportPage") }),
  createRoute({ getParentRoute: () => registers, path: "/$key/$id", component: lazyRouteComponent(() => import("../register/RowPage"), "RowPage") }),
  createRoute({ getParentRoute: () => registers, path: "/$key/$id/edit", component: lazyRouteComponent(() => import("../register/FormPage"), "EditPage") }),
] as const;

const admin = createRoute({
  getParentRoute: () => seat,
  path: "/admin",
  component: lazyRouteComponent(() => import("../admin/AdminFrame"), "AdminFrame"),
});

/** Whom a page is not for, the frame tells so in its place. */
const adminRoutes = [
  createRoute({
    getParentRoute: () => admin,
    path: "/",
    beforeLoad: ({ context }) => {
      throw redirect({ to: firstPlace(context.session.permissions)?.to ?? "/" });
    },
  }),
  createRoute({ getParentRoute: () => admin, path: "/accounts", validateSearch: accountsSearch, component: lazyRouteComponent(() => import("../admin/AccountsPage"), "AccountsPage") }),
  createRoute({ getParentRoute: () => admin, path: "/accounts/new", component: lazyRouteComponent(() => import("../admin/NewAccountPage"), "NewAccountPage") }),
  createRoute({ getParentRoute: () => admin, path: "/accounts/$id", component: lazyRouteComponent(() => import("../admin/AccountPage"), "AccountPage") }),
  createRoute({ getParentRoute: () => admin, path: "/tokens", component: lazyRouteComponent(() => import("../admin/TokensPage"), "TokensPage") }),
  createRoute({ getParentRoute: () => admin, path: "/roles", validateSearch: rolesSearch, component: lazyRouteComponent(() => import("../admin/RolesPage"), "RolesPage") }),
  createRoute({ getParentRoute: () => admin, path: "/jobs", component: lazyRouteComponent(() => import("../jobs/JobsPage"), "JobsPage") }),
] as const;

const journal = createRoute({
  getParentRoute: () => seat,
  path: "/journal",
  component: lazyRouteComponent(() => import("../journal/JournalFrame"), "JournalFrame"),
});

const journalRoutes = [
  createRoute({ getParentRoute: () => journal, path: "/", validateSearch: journalSearch, component: lazyRouteComponent(() => import("../journal/JournalPage"), "JournalPage") }),
  createRoute({ getParentRoute: () => journal, path: "/$position", component: lazyRouteComponent(() => import("../journal/EntryPage"), "EntryPage") }),
] as const;

const overview = createRoute({
  getParentRoute: () => seat,
  path: "/overview",
  component: lazyRouteComponent(() => import("../overview/OverviewFrame"), "OverviewFrame"),
});

const overviewRoutes = [
  createRoute({ getParentRoute: () => overview, path: "/", component: lazyRouteComponent(() => import("../overview/OverviewPage"), "OverviewPage") }),
  createRoute({ getParentRoute: () => overview, path: "/alarms", validateSearch: daySearch, component: lazyRouteComponent(() => import("../overview/DayAlarms"), "DayAlarms") }),
  createRoute({ getParentRoute: () => overview, path: "/incidents", validateSearch: daySearch, component: lazyRouteComponent(() => import("../overview/DayIncidents"), "DayIncidents") }),
  createRoute({ getParentRoute: () => overview, path: "/force", validateSearch: daySearch, component: lazyRouteComponent(() => import("../overview/DayForce"), "DayForce") }),
] as const;

const wall = createRoute({
  getParentRoute: () => seat,
  path: "/wall",
  component: lazyRouteComponent(() => import("../overview/Wall"), "Wall"),
});

const metrics = createRoute({
  getParentRoute: () => seat,
  path: "/metrics",
  component: lazyRouteComponent(() => import("../metric/Frame"), "Frame"),
});

const metricRoutes = [
  createRoute({ getParentRoute: () => metrics, path: "/", validateSearch: metricSearch, component: lazyRouteComponent(() => import("../metric/MetricsPage"), "MetricsPage") }),
  createRoute({ getParentRoute: () => metrics, path: "/$key", validateSearch: metricSearch, component: lazyRouteComponent(() => import("../metric/MetricPage"), "MetricPage") }),
] as const;

const evaluation = createRoute({
  getParentRoute: () => seat,
  path: "/evaluation",
  component: lazyRouteComponent(() => import("../evaluation/Frame"), "Frame"),
});

const evaluationRoutes = [
  createRoute({ getParentRoute: () => evaluation, path: "/", component: lazyRouteComponent(() => import("../evaluation/ThisYear"), "ThisYear") }),
  createRoute({ getParentRoute: () => evaluation, path: "/statistics", validateSearch: statisticsSearch, component: lazyRouteComponent(() => import("../evaluation/StatisticsPage"), "StatisticsPage") }),
  createRoute({ getParentRoute: () => evaluation, path: "/$year", validateSearch: evaluationSearch, component: lazyRouteComponent(() => import("../evaluation/ScoreboardPage"), "ScoreboardPage") }),
  createRoute({ getParentRoute: () => evaluation, path: "/$year/$area", validateSearch: evaluationSearch, component: lazyRouteComponent(() => import("../evaluation/AreaPage"), "AreaPage") }),
] as const;

/** The inbox and the cases stand in one frame. */
const loops = createRoute({
  getParentRoute: () => seat,
  id: "loops",
  component: lazyRouteComponent(() => import("../loop/LoopFrame"), "LoopFrame"),
});

const loopRoutes = [
  createRoute({ getParentRoute: () => loops, path: "/inbox", validateSearch: inboxSearch, component: lazyRouteComponent(() => import("../loop/InboxPage"), "InboxPage") }),
  createRoute({ getParentRoute: () => loops, path: "/cases/$id", component: lazyRouteComponent(() => import("../loop/CasePage"), "CasePage") }),
  createRoute({ getParentRoute: () => loops, path: "/loops/$key/new", validateSearch: newCaseSearch, component: lazyRouteComponent(() => import("../loop/NewCasePage"), "NewCasePage") }),
] as const;

const map = createRoute({
  getParentRoute: () => seat,
  path: "/map",
  validateSearch: mapSearch,
  // What the map needs is asked for while its library is still on its way.
  beforeLoad: ({ context }) => {
    const whoAsksLaterIsTold = () => undefined;
    void context.queries.query(layersQuery).catch(whoAsksLaterIsTold);
    void context.queries.query(baseQuery).catch(whoAsksLaterIsTold);
  },
  component: lazyRouteComponent(mapPage, "MapPage"),
});

/** Studies stand in the frame of the registers: their list is one. */
const siting = createRoute({
  getParentRoute: () => seat,
  id: "siting",
  component: lazyRouteComponent(() => import("../register/Frame"), "Frame"),
});

const sitingRoutes = [
  createRoute({
    getParentRoute: () => siting,
    path: "/siting/new",
    validateSearch: (raw: Record<string, unknown>): { like?: string } => (typeof raw["like"] === "string" ? { like: raw["like"] } : {}),
    component: lazyRouteComponent(() => import("../siting/NewStudyPage"), "NewStudyPage"),
  }),
  createRoute({ getParentRoute: () => siting, path: "/siting/$id", component: lazyRouteComponent(() => import("../siting/StudyPage"), "StudyPage") }),
] as const;

export function makeRouter(queries: QueryClient) {
  const tree = root.addChildren([door, seat.addChildren([desk, station.addChildren(stationRoutes), map, registers.addChildren(registerRoutes), metrics.addChildren(metricRoutes), evaluation.addChildren(evaluationRoutes), loops.addChildren(loopRoutes), siting.addChildren(sitingRoutes), admin.addChildren(adminRoutes), journal.addChildren(journalRoutes), overview.addChildren(overviewRoutes), wall])]);
  return createRouter({ routeTree: tree, context: { queries }, defaultPreload: false });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}

function Pending() {
  const { t } = useLanguage();
  return <Loading words={t("access.checking")} />;
}

function NotFound() {
  const { t } = useLanguage();
  return (
    <div className="state">
      <p className="state-what">{t("shell.not_found")}</p>
      <Link to="/">{t("shell.go_home")}</Link>
    </div>
  );
}

function Failed({ error, reset }: ErrorComponentProps) {
  const { t } = useLanguage();
  if (error instanceof ProblemError) return <div className="state"><ProblemNote problem={error} onRetry={reset} /></div>;
  return (
    <div className="state" role="alert">
      <p className="state-what">{t("shell.crash")}</p>
      <p className="soft">{error instanceof Error ? error.message : String(error)}</p>
      <button type="button" className="bar-button" onClick={() => window.location.reload()}>{t("shell.reload")}</button>
    </div>
  );
}
