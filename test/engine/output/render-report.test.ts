import { beforeAll, describe, expect, it } from 'vitest';
import { renderReport } from '../../../electron/engine/output/report/render-report.ts';
import { escapeText, html } from '../../../electron/engine/output/report/markup.ts';
import { languages, type Language, type RunReport } from '../../../shared/domain.ts';
import { reportTexts } from '../../../shared/language/report.ts';
import { emptyFields } from '../../../shared/strategy-note.ts';
import { makeRunReport } from '../../fixtures/run-report.ts';

describe('markup', () => {
  it('escapes text, keeps markup, joins lists, drops null', () => {
    expect(html`<p title="${'"><script>'}">${['a&b', html`<b>${1}</b>`, null]}</p>`.source).toBe(
      '<p title="&quot;&gt;&lt;script&gt;">a&amp;b<b>1</b></p>',
    );
    expect(escapeText('a\u0000b')).toBe('ab');
  });
});

describe.each(languages)('report in %s', (language: Language) => {
  let report: RunReport;
  let text = '';
  beforeAll(async () => {
    report = makeRunReport(5000);
    report.settings.treatments = { recency: { transform: 'log1p' } };
    text = await renderReport(report, language);
  });

  it('asks nothing of anyone: no address, no script, no loaded style, font or image', () => {
    expect(found(text.replaceAll(/xmlns(:\w+)?="[^"]*"/g, ''), /https?:|\/\/\w+\.\w/i)).toEqual([]);
    expect(found(text, /<(script|link|iframe|object|embed|img|base|form)\b/i)).toEqual([]);
    expect(found(text, /@import|url\((?!#)|javascript:|\son\w+=/i)).toEqual([]);
    expect(text.includes('http-equiv="Content-Security-Policy"')).toBe(true);
    expect(text.includes("default-src 'none'")).toBe(true);
  });

  it('is well-formed: every element is closed in order and every id is unique', () => {
    const problems = wellFormed(text);
    expect(problems).toEqual([]);
    const ids = [...text.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, target] of text.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target);
  });

  it('says which features were treated as a person wanted, and nothing of choices nobody made', () => {
    expect(text).toContain(reportTexts[language].setTreatments);
    expect(text).not.toContain(reportTexts[language].setInclude);
  });

  it('has no leftover placeholder, undefined or NaN', () => {
    const visible = text.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<path [^>]*>/g, '');
    expect(found(visible, /\{\w+\}|undefined|NaN|null|\[object/)).toEqual([]);
  });

  it('names every segment, in order, with its colour', () => {
    const cards = [...text.matchAll(/<article class="card seg" style="--c:var\(--seg-(\d+)\)">/g)];
    expect(cards.map(([, colour]) => Number(colour))).toEqual([1, 2, 3, 4, 5, 6]);
    expect(text.includes(language === 'en' ? 'Loyal (large orders)' : '忠诚（')).toBe(true);
    expect(text.includes('&lt;small&gt; &amp; &quot;co&quot;')).toBe(true);
  });

  it('tells each chart to who cannot see it, and offers its table', () => {
    const charts = [...text.matchAll(/<svg [^>]*role="img" aria-label="([^"]*)"/g)];
    // The map once; bars, count, curve and components each for wide and narrow.
    expect(charts.length).toBe(9);
    for (const [, label] of charts) expect(label!.length).toBeGreaterThan(10);
    expect([...text.matchAll(/<details class="as-table">/g)].length).toBe(5);
  });

  it('draws in variables only, so that dark mode and paper can recolour it', () => {
    const body = text.slice(text.indexOf('</style>'));
    expect(found(body, /(fill|stroke|color)[=:]"?(#|rgb)/)).toEqual([]);
    const colours = [...body.matchAll(/var\((--[\w-]+)\)/g)].map(([, name]) => name!);
    for (const name of new Set(colours)) expect(text.slice(0, text.indexOf('</style>'))).toContain(`${name}:`);
  });

  it('draws every customer of the map', () => {
    const dots = [...text.matchAll(/<path d="((?:M\d+ \d+h0)+)"/g)];
    expect(dots.length).toBe(6);
    expect(dots.reduce((sum, [, path]) => sum + path!.split('M').length - 1, 0)).toBe(5000);
    expect(text.length).toBeLessThan(400_000);
  });

  it('says plainly that deep learning did not help, and that a segment is fragile', () => {
    expect(text.includes(language === 'en' ? 'Deep learning did not help here' : '深度学习在这里没有帮助')).toBe(true);
    expect(text.includes(language === 'en' ? 'Fragile segments: Loyal (small orders)' : '不稳定的细分：忠诚（')).toBe(
      true,
    );
  });

  it('shows the cleaning rules and rejected lines, without any cell', () => {
    for (const figure of ['135,080', '5,225', '8,872', '9,001']) expect(text.includes(figure)).toBe(true);
    expect(text.includes('aa-99')).toBe(false);
  });

  it('is the same text again', async () => {
    expect((await renderReport(report, language)) === text).toBe(true);
  });
});

describe('a report about hostile names', () => {
  it('shows them as they are, and none becomes markup', async () => {
    const report = makeRunReport(200);
    const evil = `"><img src=x onerror=alert(1)></style></svg><script>x</script>'$&$'$\`&lt;`;
    report.dataset.name = evil;
    report.dataset.files[0]!.name = evil;
    report.dataset.rejectedLines = [{ file: evil, line: 2, part: evil, column: evil, reason: 'bad_date', shape: '' }];
    report.features[0]!.id = `attributes:${evil}`;
    report.segments.forEach((segment, i) => {
      segment.name = `${evil}${i}`;
      segment.topProducts = [{ code: evil, name: evil, customers: 50, lift: 2 }];
      segment.traits.forEach((trait) => (trait.feature = `attributes:${evil}`));
    });
    const fields = { ...emptyFields(), objective: evil, owner: evil, channels: [evil] };
    report.notes = [{ runId: 1, segment: report.segments[0]!.id, fields, text: evil, updatedAt: 0 }];
    for (const language of languages) {
      const text = await renderReport(report, language);
      expect(wellFormed(text)).toEqual([]);
      expect(found(text, /<(script|img)\b/i)).toEqual([]);
      expect([...text.matchAll(/<style>/g)]).toHaveLength(1);
      expect(text).toContain('&lt;img src=x onerror=alert(1)&gt;');
      expect([...text.matchAll(/<svg [^>]*role="img" aria-label="([^"]*)"/g)]).toHaveLength(9);
    }
  });
});

describe('a bare report', () => {
  it('does without map, network, future value and stability, and hides small groups', async () => {
    const report = makeRunReport(10);
    report.map = null;
    report.mapSegments = null;
    report.network = null;
    report.methodAdvice = { recommended: 'rfm', reason: 'only_one', deepHelped: null, figures: {} };
    report.method = 'rfm';
    report.scoreboard = [{ ...report.scoreboard[0]!, futureValue: null, stability: null }];
    report.countScores = [];
    report.dataset.rejectedLines = [];
    for (const segment of report.segments) segment.stability = NaN;
    report.segments[5]!.size = 6;
    const text = await renderReport(report, 'en');
    expect(wellFormed(text)).toEqual([]);
    expect(found(text, /class="map"|href="#map"/)).toEqual([]);
    expect(text.includes('Fewer than 10 customers: details are left out.')).toBe(true);
    expect(text.includes('Foresight was not measured')).toBe(true);
    expect(text.includes('Every line could be read.')).toBe(true);
    expect(found(text, /NaN/)).toEqual([]);
  });
});

/** Matches with what stands around them: a whole report would drown the message. */
function found(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(new RegExp(pattern, `${pattern.flags}g`))].map(({ index }) =>
    text.slice(index - 30, index + 50),
  );
}

const voidElements = new Set(['meta', 'br', 'hr', 'input', 'col']);

/** Walks through all tags with a stack; attributes must be quoted. */
function wellFormed(text: string): string[] {
  const problems: string[] = [];
  const stack: string[] = [];
  const body = text.replace(/<style>[\s\S]*?<\/style>/, '<style></style>').replace(/^<!doctype html>/, '');
  for (const [tag, slash, name, attributes, end] of body.matchAll(
    /<(\/?)([a-z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/gi,
  )) {
    if (slash) {
      const open = stack.pop();
      if (open !== name) problems.push(`${open} closed by ${tag}`);
    } else if (!end && !voidElements.has(name!)) stack.push(name!);
    const names = [...attributes!.matchAll(/\s([\w:-]+)="[^"]*"/g)].map(([, attribute]) => attribute);
    if (new Set(names).size !== names.length) problems.push(`repeated attribute in ${tag}`);
  }
  const rest = body.replaceAll(/<(\/?)([a-z][\w-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/gi, '');
  if (/[<>]/.test(rest))
    problems.push(`stray bracket near ${rest.slice(Math.max(0, rest.search(/[<>]/) - 40)).slice(0, 90)}`);
  if (stack.length > 0) problems.push(`left open: ${stack.join(' ')}`);
  return problems;
}
