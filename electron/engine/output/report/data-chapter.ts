/** Where the figures come from: files, cleaning rules and what could not be read. */
import type { Language, RunReport, SourceFile } from '../../../../shared/domain.ts';
import {
  cleaningRuleNames,
  dateOrderNames,
  delimiterName,
  rejectionReasons,
} from '../../../../shared/language/report.ts';
import { sampleNote } from '../../../../shared/language/memory.ts';
import { fileAndPart, formatCount } from '../../../../shared/language/sentence.ts';
import { card, chapter, html, table, type Markup, type Texts } from './markup.ts';

export function dataChapter(report: RunReport, language: Language, t: Texts): Markup {
  const { dataset, cleaning } = report;
  // Lines touched by nonProduct still count as orders and money.
  const dropped = cleaning.reduce(
    (sum, { rule, enabled, lines }) => sum + (enabled && rule !== 'nonProduct' ? lines : 0),
    0,
  );
  const sum = (of: (file: SourceFile) => number): number => dataset.files.reduce((total, file) => total + of(file), 0);
  const files = table(
    [
      { head: t('file') },
      { head: t('bytes'), figure: true },
      { head: t('lines'), figure: true },
      { head: t('rejectedLines'), figure: true },
      { head: t('format') },
    ],
    dataset.files.map((file) => [
      html`${file.name}${sampled(file, language)}<small class="mono" title="${t('checksum')}"
          >${file.sha256.slice(0, 16)}…</small
        >`,
      size(file.bytes, t),
      formatCount(file.lines),
      formatCount(file.rejected),
      readAs(file, language, t),
    ]),
  );
  const rules = table(
    [{ head: t('rule') }, { head: t('touched'), figure: true }],
    cleaning.map(({ rule, enabled, lines }) => [
      cleaningRuleNames[language][rule],
      enabled ? formatCount(lines) : t('ruleOff'),
    ]),
    cleaning.map(({ enabled }) => (enabled ? null : 'off')),
  );
  return chapter(
    'data',
    t('dataTitle', { kept: Math.max(0, dataset.lines - dropped), lines: dataset.lines, customers: report.customers }),
    t('dataRead'),
    html`<div class="grid two">
        ${card({
          title: t('filesTitle', { accepted: sum(({ accepted }) => accepted), lines: sum(({ lines }) => lines) }),
          body: files,
        })}${card({ title: t('rulesTitle', { dropped }), body: rules })}
      </div>
      ${rejected(report, language, t)}`,
  );
}

/** That only some of its customers were read stands beside the file's name. */
function sampled(file: SourceFile, language: Language): Markup | null {
  const note = sampleNote(file, language);
  return note === null ? null : html`<small>${note}</small>`;
}

/** How a file was read; an array of numbers has neither encoding nor dates. */
function readAs({ encoding, delimiter, dateOrder, truth }: SourceFile, language: Language, t: Texts): string {
  const parts = encoding
    ? [encoding, delimiterName(delimiter, language), dateOrderNames[dateOrder]]
    : [t('arrayOfNumbers')];
  if (truth) parts.push(t('knownLabels', { file: truth.name }));
  return parts.join(language === 'en' ? ', ' : '，');
}

/** Rejected lines by reason and column, with the first line numbers; never a cell's content. */
function rejected(report: RunReport, language: Language, t: Texts): Markup {
  const groups = new Map<string, { file: string; column: string; reason: string; lines: number[] }>();
  for (const { file: name, part, column, reason, line } of report.dataset.rejectedLines) {
    const file = fileAndPart(name, part);
    const key = JSON.stringify([file, column, reason]);
    const group = groups.get(key) ?? {
      file,
      column: column ?? '–',
      reason: rejectionReasons[language][reason],
      lines: [],
    };
    group.lines.push(line);
    groups.set(key, group);
  }
  if (groups.size === 0) return html`<p class="dim xs" style="margin-top:10px">${t('noRejected')}</p>`;
  return html`<div style="margin-top:16px">
    ${card({
      title: t('rejectedTitle'),
      body: table(
        [{ head: t('reason') }, { head: t('column') }, { head: t('file') }, { head: t('firstLines'), figure: true }],
        [...groups.values()].map(({ reason, column, file, lines }) => [
          reason,
          column,
          file,
          `${lines.slice(0, 5).map(formatCount).join(', ')}${lines.length > 5 ? ' …' : ''}`,
        ]),
      ),
    })}
  </div>`;
}

function size(bytes: number, t: Texts): string {
  return bytes < 1e6
    ? t('kilobytes', { size: formatCount(Math.max(1, bytes / 1e3)) })
    : t('megabytes', { size: (bytes / 1e6).toFixed(1) });
}
