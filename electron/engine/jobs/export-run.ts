import type { Language } from '../../../shared/domain.ts';
import { AppError } from '../../../shared/errors.ts';
import { loadCustomerTable } from '../workspace/customer-tables.ts';
import { customerNames } from '../workspace/datasets.ts';
import { appendAudit } from '../workspace/audit-log.ts';
import { loadPersonalIds } from '../workspace/personal-ids.ts';
import { getMemberships } from '../workspace/memberships.ts';
import { getModel } from '../workspace/models.ts';
import { listRefinements } from '../workspace/revisions.ts';
import { getRun, getRunReport } from '../workspace/runs.ts';
import type { AdjustedBy } from './tasks/write-results.ts';
import type { JobContext } from './job-context.ts';

const bytesPerMb = 1024 * 1024;

/** The export job: all files of a run into a folder, and a line in the log that it was done. */
export async function exportRun(
  params: { folder: string; language: Language; revealIds?: boolean; onlyConsented?: boolean },
  context: JobContext,
): Promise<void> {
  const progress = context.plan({ write: 1 });
  const { db } = context.workspace;
  const report = getRunReport(db, context.subjectId);
  const memberships = getMemberships(db, context.subjectId);
  const { contentId } = getRun(db, context.subjectId);
  const names = customerNames(db, contentId);
  const personal = params.revealIds ? loadPersonalIds(db, contentId) : null;
  const nameOf = (name: string): string => personal?.get(name) ?? name;
  const answers = loadCustomerTable(db, contentId)?.consent;
  if (params.onlyConsented && !answers) throw new AppError('invalid_input', { reason: 'no_consent_known' });
  const result = await context.pool.run(
    'writeResults',
    {
      report,
      customers: Array.from(memberships.customers, (customer) => nameOf(names[customer]!)),
      segments: memberships.segments,
      probabilities: memberships.probabilities,
      consent: answers ? Int8Array.from(memberships.customers, (customer) => answers[customer]!) : null,
      onlyConsented: params.onlyConsented ?? false,
      model: getModel(db, context.subjectId),
      adjusted: { ...listRefinements(db, context.subjectId), segments: report.segments } as AdjustedBy,
      folder: params.folder,
      language: params.language,
      peakMemoryMb: Math.round((process.resourceUsage().maxRSS * 1024) / bytesPerMb),
    },
    { cancel: context.cancel, onProgress: progress.part('write') },
  );
  appendAudit(db, {
    time: context.wallClock(),
    action: 'run.exported',
    details: {
      run: context.subjectId,
      files: result.files.join(' '),
      customers: memberships.segments.length,
      revealed: personal?.size ?? 0,
      ...(params.onlyConsented ? { onlyConsented: 1 } : {}),
    },
  });
  context.leave({ files: result.files });
  progress.done('write');
}
