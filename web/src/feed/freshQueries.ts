/**
 * The cache of answers, made old by what happens. The library lets a first answer that is still on its
 * way pass as new, though it may have been read before the change; here it is asked for once more.
 */
import { QueryClient, type InvalidateOptions, type InvalidateQueryFilters } from "@tanstack/react-query";

export class FreshQueries extends QueryClient {
  override invalidateQueries(filters?: InvalidateQueryFilters, options?: InvalidateOptions): Promise<void> {
    const first = this.getQueryCache().findAll({ ...filters, fetchStatus: "fetching" }).filter((query) => query.state.data === undefined);
    for (const query of first) {
      const again = () => void super.invalidateQueries({ queryKey: query.queryKey, exact: true });
      query.promise?.then(again, () => undefined);
    }
    return super.invalidateQueries(filters, options);
  }
}
