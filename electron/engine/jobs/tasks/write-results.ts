import { join } from 'node:path';
import { consentAnswers } from '../../../../shared/consent.ts';
import type { Language, RunReport } from '../../../../shared/domain.ts';
import { segmentName } from '../../../../shared/language/segments.ts';
import { metricsJson } from '../../output/metrics-json.ts';
import { profilesCsv } from '../../output/profiles-csv.ts';
import { renderReport } from '../../output/report/render-report.ts';
import { segmentsCsv } from '../../output/segments-csv.ts';
import { makeFolder, writeFileAtomically } from '../../output/write-file.ts';
import { modelCard } from '../../output/model-card.ts';
import { adjustModel, decodeModel, encodeModel } from '../../segmentation/model.ts';
import { version } from '../../../../shared/version.ts';
import type { TaskContext } from '../tasks.ts';

/** What was changed by hand since the model was made. */
export type AdjustedBy = Parameters<typeof adjustModel>[1];

/** All files of a finished run. Each is whole or not there; metrics.json comes last, so that its presence says done. */
export async function run(
  args: {
    report: RunReport;
    /** Customer ids, and each one's position in `report.segments`. */
    customers: string[];
    segments: Int32Array;
    /** How sure the method is, 0 to 1; null where it does not say. */
    probabilities: Float32Array | null;
    /** Who agreed to be written to; null where no file says it. */
    consent: Int8Array | null;
    /** Lists only those in segments.csv. */
    onlyConsented: boolean;
    /** As `encodeModel` made it when the run was computed. */
    model: Uint8Array;
    adjusted: AdjustedBy;
    folder: string;
    language: Language;
    peakMemoryMb: number;
  },
  context: TaskContext,
): Promise<{ files: string[] }> {
  const started = performance.now();
  const { report, language, folder } = args;
  const names = report.segments.map((segment) => segmentName(segment, language));
  const all = args.customers.map((customer, i) => ({
    customer,
    segment: report.segments[args.segments[i]!]!.number,
    name: names[args.segments[i]!]!,
    probability: args.probabilities?.[i] ?? null,
    ...(args.consent ? { consent: args.consent[i]! } : {}),
  }));
  const rows = args.onlyConsented ? all.filter(({ consent }) => consent === consentAnswers.yes) : all;
  const model = adjustModel(decodeModel(args.model), args.adjusted);
  await makeFolder(join(folder, 'model'));
  const files: [string, string | Uint8Array][] = [
    ['segments.csv', segmentsCsv(rows)],
    ['profiles.csv', profilesCsv(report, language)],
    ['report.html', await renderReport(report, language)],
    ['model/model.bin', encodeModel(model)],
    ['model/model.json', modelCard(model, language)],
  ];
  for (const [i, [name, content]] of files.entries()) {
    context.checkCancelled();
    await writeFileAtomically(join(folder, name), content);
    context.report((i + 1) / (files.length + 1));
  }
  const outputSeconds = (performance.now() - started) / 1000;
  const seconds = { ...report.seconds, output: outputSeconds, total: report.seconds.total + outputSeconds };
  await writeFileAtomically(
    join(folder, 'metrics.json'),
    metricsJson({ ...report, seconds }, { version, command: 'segment', peakMemoryMb: args.peakMemoryMb }),
  );
  return { files: [...files.map(([name]) => name), 'metrics.json'] };
}
