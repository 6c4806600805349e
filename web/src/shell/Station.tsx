/** 队站 the page of a crew: which station this device is at, its orders with map and unit, and the bell of a new one. */
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { request } from "../api/request";
import { asProblem } from "../api/problem";
import { queryOptions } from "@tanstack/react-query";
import { StationPage } from "../dispatch/StationPage";
import { useLanguage } from "./language";
import { OrderBell } from "./OrderBell";
import { Scene } from "./Scene";
import { Empty, Loading, ProblemNote } from "./States";
import { remember, remembered } from "./storage";
import { UnitFacts } from "./UnitFacts";

const route = getRouteApi("/seat/station/");
const KEPT = "station";

interface StationRow {
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

const stationsQuery = queryOptions({
  queryKey: ["register", "fire_station", "rows", "station-choice"],
  queryFn: async ({ signal }) => (await request<{ readonly items: readonly StationRow[] }>("/api/v1/registers/fire_station", { query: [["limit", "500"], ["sort", "name"]], signal })).items,
});

const nameOf = (row: StationRow): string => (typeof row.values["name"] === "string" ? row.values["name"] : row.id);

export function Station() {
  const { t } = useLanguage();
  const { at } = route.useSearch();
  const navigate = route.useNavigate();
  const stations = useQuery(stationsQuery);
  if (stations.data === undefined) {
    return stations.error === null ? <Loading words={t("shell.loading")} /> : <div className="state"><ProblemNote problem={asProblem(stations.error)} onRetry={() => void stations.refetch()} /></div>;
  }
  const choose = (id: string | null) => {
    remember(KEPT, id);
    void navigate({ search: id === null ? {} : { at: id } });
  };
  const wanted = at ?? remembered(KEPT);
  const chosen = stations.data.find((row) => row.id === wanted);
  if (chosen === undefined) return <Choose stations={stations.data} onChoose={choose} />;
  return (
    <>
      <OrderBell station={chosen.id} />
      <StationPage
        key={chosen.id}
        station={{ id: chosen.id, name: nameOf(chosen) }}
        onChange={() => choose(null)}
        scene={(incident, responders) => <Scene id={incident} only={responders} />}
        unit={(id) => <UnitFacts id={id} />}
      />
    </>
  );
}

function Choose({ stations, onChoose }: { stations: readonly StationRow[]; onChoose: (id: string) => void }) {
  const { t } = useLanguage();
  if (stations.length === 0) return <Empty what={t("station.none")} next={t("station.none_next")} />;
  return (
    <Empty what={t("station.choose")} next={t("station.choose_next")}>
      <div className="station-choice">
        {stations.map((row) => <button key={row.id} type="button" className="station-button" onClick={() => onChoose(row.id)}>{nameOf(row)}</button>)}
      </div>
    </Empty>
  );
}
