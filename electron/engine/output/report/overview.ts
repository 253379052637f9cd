/** The answer first: who brings the revenue, and where everybody lies on the map. */
import type { DatasetSummary, Language, MapPoints, RunReport, SegmentProfile } from '../../../../shared/domain.ts';
import { segmentBarsOption } from '../../../../shared/charts/segment-bars-option.ts';
import { adjustmentSentence, adjustSentences } from '../../../../shared/language/adjust.ts';
import { formatFeature } from '../../../../shared/language/features.ts';
import { findingText, nextStepText } from '../../../../shared/language/finding.ts';
import { sampleNote } from '../../../../shared/language/memory.ts';
import { formatDay } from '../../../../shared/language/report.ts';
import { methodNames, numberedName, segmentName } from '../../../../shared/language/segments.ts';
import { fill, formatCount, formatMeasure, formatPercent, formatShares } from '../../../../shared/language/sentence.ts';
import { namesFit } from '../../../../shared/charts/map-option.ts';
import { mapDrawing, responsive, type Draw } from './chart.ts';
import { asTable, card, dot, html, type Markup, type Texts } from './markup.ts';

/** Of customers and of revenue, by segment: what is shown of them is rounded together, so that it adds up. */
const sharesOf = ({ segments }: RunReport): number[] => segments.map(({ share }) => share);
const revenueSharesOf = ({ segments }: RunReport): (number | null)[] =>
  segments.map(({ revenueShare }) => revenueShare);

export function overview(report: RunReport, language: Language, t: Texts, draw: Draw): Markup {
  const { dataset } = report;
  const facts: [string, string][] = [
    [formatCount(report.customers), t('factCustomers')],
    ...(report.revenue === null ? [columnsFact(report, t)] : orderFacts(report.revenue, dataset, language, t)),
    [formatCount(report.segments.length), t('factSegments', { method: methodNames[language][report.method] })],
  ];
  const next = nextStepText(report.segments, language);
  const bars = barsCard(report, language, t, draw);
  return html`<h1>${findingText(report, language)}</h1>
    ${next ? html`<p class="lead">${next}</p>` : null} ${sampleOnly(report, language)} ${handMade(report, language)}
    <div class="figures">${facts.map(([value, label]) => html`<div><b>${value}</b>${label}</div>`)}</div>
    ${report.map ? html`<div class="grid two map-row" id="map">${mapCard(report, language, t)}${bars}</div>` : bars}`;
}

function orderFacts(revenue: number, dataset: DatasetSummary, language: Language, t: Texts): [string, string][] {
  return [
    [formatFeature(revenue, 'money', language, dataset.currency), t('factRevenue')],
    [formatCount(dataset.orders), t('factOrders')],
    [`${formatDay(dataset.firstTime, language)} – ${formatDay(dataset.lastTime, language)}`, t('factPeriod')],
  ];
}

function columnsFact({ features }: RunReport, t: Texts): [string, string] {
  return [formatCount(features.filter(({ inUse }) => inUse).length), t('factFeatures')];
}

/** Says so when not all customers were read. */
function sampleOnly({ dataset }: RunReport, language: Language): Markup | null {
  const notes = dataset.files.flatMap((file) => sampleNote(file, language) ?? []);
  return notes.length === 0 ? null : html`<div class="note">${notes.map((note) => html`<p><b>${note}</b></p>`)}</div>`;
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
  const names = report.segments.map((segment) => segmentName(segment, language));
  const named = namesFit(names);
  const labels = report.segments.map(({ number }, i) => (named ? `${names[i]!} ${shares[i]}` : String(number)));
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
    body: html`${mapDrawing({ x: map.x, y: map.y, segments: map.segments, labels, colours: report.segments.map(({ colour }) => colour) }, aria)}${named ? null : key(report, language)}${asTable(
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

/** What the numbers on the map stand for. */
function key(report: RunReport, language: Language): Markup {
  return html`<ul class="key">
    ${report.segments.map((segment) => html`<li>${dot(segment)} ${numberedName(segment, language)}</li>`)}
  </ul>`;
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
  const hasMoney = report.revenue !== null;
  const weight = ({ revenueShare, share }: SegmentProfile): number => revenueShare ?? share;
  const top = segments.reduce((a, b) => (weight(b) > weight(a) ? b : a));
  const shares = formatShares(sharesOf(report));
  const revenueShares = formatShares(revenueSharesOf(report));
  const topAt = segments.indexOf(top);
  const title = t(hasMoney ? 'barsTitle' : 'barsTitleWithoutOrders', {
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
    read: t(hasMoney ? 'barsRead' : 'barsReadWithoutOrders'),
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
        ...(hasMoney
          ? [
              { head: t('revenue'), figure: true },
              { head: t('sizeShare'), figure: true },
            ]
          : []),
      ],
      segments.map((segment, i) => [
        html`${dot(segment)} ${numberedName(segment, language)}`,
        formatCount(segment.size),
        shares[i]!,
        ...(segment.revenue === null
          ? []
          : [formatFeature(segment.revenue, 'money', language, report.dataset.currency), revenueShares[i]!]),
      ]),
    )}`,
  });
}
