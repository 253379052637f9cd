import type { Language, RunReport } from '../../../../shared/domain.ts';
import { renderReport } from '../../output/report/render-report.ts';

/** The report as one HTML text: drawing its charts would hold up every other request on the engine's own thread. */
export async function run(args: { report: RunReport; language: Language }): Promise<{ html: string }> {
  return { html: await renderReport(args.report, args.language) };
}
