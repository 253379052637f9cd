/** What was found in the columns of files without orders: key and values of its sentences. */
import type { DatasetSummary, Language } from '../../../shared/domain.ts';
import { formatPercent, joinList } from '../../../shared/language/sentence.ts';
import type { Finding, Proposal } from './findings.ts';
import { constantColumns } from './profile-words.ts';

/** A column that lacks more of its cells than this is worth a word. */
const manyMissing = 0.05;
const mostNamed = 6;

/** In the order of how much they matter; empty for good data. */
export function tableFindings({ files, customers }: DatasetSummary, language: Language): Finding[] {
  const names = (columns: readonly { name: string }[]): string => {
    const shown = columns.slice(0, mostNamed).map(({ name }) => name);
    return joinList(columns.length > mostNamed ? [...shown, '…'] : shown, language);
  };
  const found: Finding[] = [];
  const add = (
    name: Finding['name'],
    read: Finding['read'],
    values: Finding['values'],
    lines: number | null,
    proposal?: Proposal,
  ): void => void found.push({ name, read, values, lines, ...(proposal ? { proposal } : {}) });

  const rejected = files.reduce((sum, file) => sum + file.rejected, 0);
  if (rejected > 0) add('notReadTitle', 'notReadRead', {}, rejected);
  const tables = files.filter(({ kind }) => kind === 'attributes' || kind === 'features');
  const rows = tables[0]?.accepted ?? 0;
  if (rows > customers) add('repeatedCustomers', 'repeatedCustomersRead', {}, rows - customers);
  for (const { name, match } of files) {
    if (match && match.unmatched > 0)
      add('unmatched', 'unmatchedRead', { file: name, matched: match.matched }, match.unmatched);
  }
  const columns = tables.flatMap((file) => file.columns);
  const gaps = columns.filter(
    ({ role, profile }) => role === 'attribute' && profile && profile.missing > manyMissing * profile.lines,
  );
  if (gaps.length > 0) {
    const worst = Math.max(...gaps.map(({ profile }) => profile!.missing / Math.max(1, profile!.lines)));
    add('gapsInColumns', 'gapsInColumnsRead', { columns: names(gaps), share: formatPercent(worst) }, null, {
      take: 'findingLeaveOut',
      takeBack: 'findingTakeBack',
      steps: gaps.map(({ name }) => ({ kind: 'leaveOut', feature: `attributes:${name}`, on: true })),
    });
  }
  const constant = constantColumns(columns).filter(({ role }) => role === 'attribute');
  if (constant.length > 0) add('constantColumns', 'constantColumnsRead', { columns: names(constant) }, null);
  const personal = columns.filter(({ role }) => role === 'personal');
  if (personal.length > 0) add('personalColumns', 'personalColumnsRead', { columns: names(personal) }, null);
  const unused = columns.filter(({ role }) => role === 'ignored');
  if (unused.length > 0) add('unusedColumns', 'unusedColumnsRead', { columns: names(unused) }, null);
  return found;
}
