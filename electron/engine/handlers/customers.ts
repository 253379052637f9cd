import type { CustomerFilter } from '../../../shared/customers.ts';
import { defaultColumns } from '../../../shared/customers.ts';
import type { SegmentProfile } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Handlers } from '../../../shared/protocol.ts';
import { openSession, writableSession, type EngineState } from '../engine.ts';
import { exploredRun } from '../jobs/explored-run.ts';
import type { ListFilter } from '../insight/customers/customer-list.ts';
import { appendAudit } from '../workspace/audit-log.ts';
import type { Workspace } from '../workspace/open.ts';
import { getRunReport } from '../workspace/runs.ts';

type Names = 'customer.page' | 'customer.get' | 'customer.find' | 'customer.export';

const mostFound = 20;

export function customerHandlers(state: EngineState): Pick<Handlers, Names> {
  return {
    'customer.page': async ({ runId, offset, limit, columns = null, reveal, sort, ...filter }) => {
      const { workspace, explorer } = reveal ? writableSession(state) : openSession(state);
      const { subject, segments } = exploredRun(workspace.db, runId);
      const args = { filter: byPosition(filter, segments), sort, offset, limit, columns, reveal };
      const { personalShown, ...page } = await explorer.ask(subject, 'pageCustomers', args);
      if (personalShown > 0) noteRevealed(workspace.db, runId, personalShown);
      const rows = page.rows.map((row) => ({ ...row, segment: segments[row.segment]!.id }));
      return { ...page, rows };
    },
    'customer.get': async ({ runId, row, reveal, sort, ...filter }) => {
      const { workspace, explorer } = reveal ? writableSession(state) : openSession(state);
      const { subject, segments, dataset } = exploredRun(workspace.db, runId);
      const { firstTime, lastTime } = dataset;
      const args = { filter: byPosition(filter, segments), sort, row, firstTime, lastTime, reveal };
      const customer = await explorer.ask(subject, 'getCustomer', args);
      if (reveal && customer.personal) noteRevealed(workspace.db, runId, 1);
      const { segment, closest } = customer;
      return {
        ...customer,
        segment: segments[segment]!.id,
        closest: closest && { ...closest, segment: segments[closest.segment]!.id },
      };
    },
    'customer.find': async ({ runId, text }) => {
      const { workspace, explorer } = openSession(state);
      const { subject, segments } = exploredRun(workspace.db, runId);
      const found = await explorer.ask(subject, 'findCustomers', { text, most: mostFound });
      return found.map((customer) => ({ ...customer, segment: segments[customer.segment]!.id }));
    },
    'customer.export': ({ runId, columns, folder, language, revealIds, sort, ...filter }) => {
      const { workspace, jobs } = writableSession(state);
      const { segments } = exploredRun(workspace.db, runId);
      const { rows, ...rest } = byPosition(filter, segments);
      const jobId = jobs.submit('customers', runId, {
        filter: { ...rest, rows: rows && Array.from(rows) },
        sort,
        features: columns ?? defaultColumns(getRunReport(workspace.db, runId).features),
        folder: state.deps.resolveFile(folder),
        language,
        revealIds,
      });
      return { jobId };
    },
  };
}

/** Segments by their position in the run's list. Throws `not_found` (`no_such_segment`). */
function byPosition({ segments: ids, ...filter }: CustomerFilter, segments: readonly SegmentProfile[]): ListFilter {
  const positions = ids?.map((id) => {
    const position = segments.findIndex((segment) => segment.id === id);
    if (position < 0) throw new AppError('not_found', { reason: 'no_such_segment', segment: id });
    return position;
  });
  return { ...filter, positions };
}

/** Whoever asked to see personal ids is noted: how many, never which. */
function noteRevealed(db: Workspace['db'], runId: number, customers: number): void {
  appendAudit(db, { action: 'customers.revealed', details: { run: runId, customers } });
}
