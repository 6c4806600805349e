/** `850 m`, `1.24 km`. */
export function lengthWords(metres: number): string {
  if (metres < 1000) return `${metres.toFixed(0)} m`;
  return `${(metres / 1000).toFixed(metres < 10_000 ? 2 : 1)} km`;
}
