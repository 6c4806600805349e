/** Where a register's page shows the place of a row: the map comes with its own parcel, when there is a place. */
import { lazy, Suspense, useContext } from "react";
import { PermissionsContext, seesMap } from "../access/may";

const RowMap = lazy(() => import("../map/RowMap"));

export function RowMapSlot(place: { readonly register: string; readonly id: string; readonly longitude: number; readonly latitude: number }) {
  const permissions = useContext(PermissionsContext);
  if (!seesMap(permissions)) return null;
  return (
    <Suspense fallback={null}>
      <RowMap {...place} />
    </Suspense>
  );
}
