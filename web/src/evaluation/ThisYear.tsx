/** The scoreboard of the year that runs. */
import { Navigate } from "@tanstack/react-router";
import { useToday } from "../metric/Pickers";

export function ThisYear() {
  const year = useToday().slice(0, 4);
  return <Navigate to="/evaluation/$year" params={{ year }} replace />;
}
