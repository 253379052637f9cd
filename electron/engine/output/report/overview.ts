/** The answer first: who brings the revenue, and where everybody lies on the map. */
import type { Language, MapPoints, RunReport } from '../../../../shared/domain.ts';
import { segmentBarsOption } from '../../../../shared/charts/segment-bars-option.ts';
import { adjustmentSentence, adjustSentences } from '../../../../shared/language/adjust.ts';
import { formatFeature } from '../../../../shared/language/features.ts';
import { formatDay } from '../../../../shared/language/report.ts';
import {
  kindTexts,
  methodNames,
  numberedName,
  segmentName,
  segmentNames,
} from '../../../../shared/language/segments.ts';
import {
  fill,
  formatCount,
  formatShareOf,
  formatMeasure,
  formatPercent,
  formatShares,
} from '../../../../shared/language/sentence.ts';
import { mapDrawing, responsive, type Draw } from './chart.ts';
import { asTable, card, dot, html, type Markup, type Texts } from './markup.ts';

/** Kinds whose customers are worth acting on first, most urgent first. */
const urgent = ['atRisk', 'needsAttention', 'promising', 'recent', 'bigSpenders'] as const;

/** Of customers and of revenue, by segment: what is shown of them is rounded together, so that it adds up. */
const sharesOf = ({ segments }: RunReport): number[] => segments.map(({ share }) => share);
const revenueSharesOf = ({ segments }: RunReport): number[] => segments.map(({ revenueShare }) => revenueShare);

/** The report's headline: the one or two most valuable segments and their part of customers and revenue. */
export function finding(report: RunReport, language: Language, t: Texts): string {
  const leading = report.segments.slice(0, report.segments.length >= 4 ? 2 : 1);
  return t('finding', {
    names: segmentNames(leading, language),
    share: formatShareOf(sharesOf(report), [...leading.keys()]),
    revenue: formatShareOf(revenueSharesOf(report), [...leading.keys()]),
  });
}

/** Where to begin: the most urgent segment that brings a part of the revenue worth a campaign. */
function nextStep(report: RunReport, language: Language, t: Texts): string | null {
  const candidates = urgent.flatMap((kind) => report.segments.filter((segment) => segment.kind === kind));
  const segment = candidates.find(({ revenueShare }) => revenueShare >= 0.03) ?? candidates[0] ?? report.segments[0];
  if (!segment) return null;
  return t('findingNext', {
    name: segmentName(segment, language),
    customers: segment.size,
    revenue: formatShares(revenueSharesOf(report))[report.segments.indexOf(segment)]!,
    objective: kindTexts[language][segment.kind].objective,
  });
}

export function overview(report: RunReport, language: Language, t: Texts, draw: Draw): Markup {
  const { dataset } = report;
  const facts: [string, string][] = [
    [formatCount(report.customers), t('factCustomers')],
    [formatFeature(report.revenue, 'money', language), t('factRevenue')],
    [formatCount(dataset.orders), t('factOrders')],
    [`${formatDay(dataset.firstTime, language)} – ${formatDay(dataset.lastTime, language)}`, t('factPeriod')],
    [formatCount(report.segments.length), t('factSegments', { method: methodNames[language][report.method] })],
  ];
  const next = nextStep(report, language, t);
  const bars = barsCard(report, language, t, draw);
  return html`<h1>${finding(report, language, t)}</h1>
    ${next ? html`<p class="lead">${next}</p>` : null} ${handMade(report, language)}
    <div class="figures">${facts.map(([value, label]) => html`<div><b>${value}</b>${label}</div>`)}</div>
    ${report.map ? html`<div class="grid two map-row" id="map">${mapCard(report, language, t)}${bars}</div>` : bars}`;
}

/** Says so when the segments are not as computed: what was done, and the figures before and after. */
function handMade({ adjustment, nSegments }: RunReport, language: Language): Markup | null {
  if (!adjustment?.reshaped) return null;
  const text = adjustSentences[language];
  const { before, now, actions } = adjustment;
  const moved = actions.some(({ kind }) => kind === 'move');
  return html`<div class="note hand-made">
    <p>
      <b>${text.handMade}</b>
      ${fill(text.handMadeRead, {
        before: formatMeasure(before.scores?.silhouette),
        after: formatMeasure(now?.silhouette),
        countBefore: before.nSegments,
        countAfter: nSegments,
      })}
      ${moved ? text.movedNote : null}
    </p>
    <ol>
      ${actions.map((action) => html`<li>${adjustmentSentence(action, language)}</li>`)}
    </ol>
  </div>`;
}

function mapCard(report: RunReport, language: Language, t: Texts): Markup {
  const map = sampleOf(report.map!, report.mapSegments ?? new Int32Array());
  const drawn = map.x.length;
  const largest = report.segments.reduce((a, b) => (b.size > a.size ? b : a));
  const shares = formatShares(sharesOf(report));
  const labels = report.segments.map((segment, i) => `${segmentName(segment, language)} ${shares[i]}`);
  const aria = t('mapAria', {
    drawn,
    number: report.segments.length,
    largest: segmentName(largest, language),
    share: formatPercent(largest.share),
  });
  const read = map.sampledFrom > drawn ? t('mapRead', { drawn, all: map.sampledFrom }) : t('mapAll', { drawn });
  return card({
    title: t('mapTitle', { number: report.segments.length }),
    read,
    body: html`${mapDrawing({ x: map.x, y: map.y, segments: map.segments, labels, colours: report.segments.map(({ colour }) => colour) }, aria)}${asTable(
      t,
      [{ head: t('segments') }, { head: t('customers'), figure: true }, { head: t('sizeShare'), figure: true }],
      report.segments.map((segment, i) => [
        html`${dot(segment)} ${numberedName(segment, language)}`,
        formatCount(segment.size),
        shares[i]!,
      ]),
    )}`,
    foot: t(map.kind === 'tsne' ? 'mapTsne' : 'mapPca'),
  });
}

/** Dots in a report at most: more would make the file heavy and the drawing no clearer. */
const mostDots = 6000;

/** The embedded customers, evenly thinned: their places are the surest. */
function sampleOf(map: MapPoints, segments: Int32Array) {
  const { embedded, sampledFrom, kind } = map;
  const every = Math.ceil(embedded / mostDots);
  const kept = <Values extends Float32Array | Int32Array>(values: Values): Values =>
    values.filter((_, i) => i < embedded && i % every === 0) as Values;
  return { kind, sampledFrom, x: kept(map.x), y: kept(map.y), segments: kept(segments) };
}

function barsCard(report: RunReport, language: Language, t: Texts, draw: Draw): Markup {
  const { segments } = report;
  const top = segments.reduce((a, b) => (b.revenueShare > a.revenueShare ? b : a));
  const shares = formatShares(sharesOf(report));
  const revenueShares = formatShares(revenueSharesOf(report));
  const topAt = segments.indexOf(top);
  const title = t('barsTitle', {
    name: segmentName(top, language),
    revenue: revenueShares[topAt]!,
    share: shares[topAt]!,
  });
  const bars = segments.map((segment, i) => ({
    name: numberedName(segment, language),
    colour: segment.colour,
    customers: segment.share,
    customersLabel: shares[i]!,
    revenue: segment.revenueShare,
    revenueLabel: revenueShares[i]!,
  }));
  return card({
    title,
    read: t('barsRead'),
    body: html`${responsive(
      (width) =>
        draw(
          (theme) => segmentBarsOption(bars, theme),
          width,
          bars.length * Math.max(46, Math.min(80, 330 / bars.length)),
          title,
        ),
      460,
    )}${asTable(
      t,
      [
        { head: t('segments') },
        { head: t('customers'), figure: true },
        { head: t('sizeShare'), figure: true },
        { head: t('revenue'), figure: true },
        { head: t('sizeShare'), figure: true },
      ],
      segments.map((segment, i) => [
        html`${dot(segment)} ${numberedName(segment, language)}`,
        formatCount(segment.size),
        shares[i]!,
        formatFeature(segment.revenue, 'money', language),
        revenueShares[i]!,
      ]),
    )}`,
  });
}
