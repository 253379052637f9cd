/** HTML that cannot forget to escape: text put into a template is text, only markup made here stays markup. */
import type { Language } from '../../../../shared/domain.ts';
import { fill } from '../../../../shared/language/sentence.ts';
import { reportTexts, type ReportKey } from '../../../../shared/language/report.ts';

/** A piece of finished HTML. */
export class Markup {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

type Part = Markup | string | number | null | readonly Part[];

/** Text as HTML, also inside an attribute in double quotes. Control characters that XML forbids are dropped. */
export function escapeText(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex
      .replace(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}

/** Template tag: strings and numbers are escaped, Markup is kept, lists are joined, null is nothing. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  let source = strings[0]!;
  for (const [i, part] of parts.entries()) source += sourceOf(part) + strings[i + 1]!;
  return new Markup(source);
}

function sourceOf(part: Part): string {
  if (part === null) return '';
  if (part instanceof Markup) return part.source;
  if (typeof part === 'string') return escapeText(part);
  if (typeof part === 'number') return String(part);
  return part.map(sourceOf).join('');
}

/** The report's sentences in one language: `t('mapRead', { drawn, all })`. */
export type Texts = (key: ReportKey, values?: Record<string, string | number>) => string;

export function textsIn(language: Language): Texts {
  return (key, values) => fill(reportTexts[language][key], values);
}

export interface Column {
  head: string;
  /** Figures stand at the end of the cell. */
  figure?: boolean;
}

/** A table; scrolls sideways where it does not fit. `rowClasses[i]` may mark a row. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly Part[])[],
  rowClasses: readonly (string | null)[] = [],
): Markup {
  const kind = (column: Column | undefined): Markup => new Markup(column?.figure ? ' class="num"' : '');
  return html`<div class="scroll">
    <table class="table">
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col" ${kind(column)}>${column.head}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row, i) =>
            html`<tr${rowClasses[i] ? html` class="${rowClasses[i]}"` : null}>${row.map((cell, c) =>
              c === 0
                ? html`<th scope="row" ${kind(columns[c])}>${cell}</th>`
                : html`<td${kind(columns[c])}>${cell}</td>`,
            )}</tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

/** A chart's figures, folded away under it. */
export function asTable(t: Texts, columns: readonly Column[], rows: readonly (readonly Part[])[]): Markup {
  return html`<details class="as-table">
    <summary>${t('showTable')}</summary>
    ${table(columns, rows)}
  </details>`;
}

/** A card: the title tells the finding, the line under it how to read it. */
export function card(options: { title: string; read?: string; body: Part; foot?: Part; className?: string }): Markup {
  const { title, read, body, foot = null, className = '' } = options;
  return html`<section class="card ${className}">
    <div class="card-head">
      <h3>${title}</h3>
      ${read ? html`<p>${read}</p>` : null}
    </div>
    <div class="card-body">${body}</div>
    ${foot === null ? null : html`<div class="card-foot">${foot}</div>`}
  </section>`;
}

/** A chapter with its anchor. */
export function chapter(id: string, title: string, read: string | null, body: Part): Markup {
  return html`<section class="chapter" id="${id}">
    <div class="chapter-head">
      <h2>${title}</h2>
      ${read === null ? null : html`<p>${read}</p>`}
    </div>
    ${body}
  </section>`;
}

/** The coloured mark of a segment; its name always stands beside it. */
export function dot({ colour }: { colour: number }): Markup {
  return html`<i class="dot" style="--c:var(--seg-${colour})"></i>`;
}

/** A thin bar from 0 to `share` of its width. */
export function meter(share: number, colour?: string): Markup {
  const width = Math.max(0, Math.min(100, share * 100)).toFixed(1);
  return html`<span class="meter"><i style="width:${width}%${colour ? `;background:${colour}` : ''}"></i></span>`;
}
