/** What sets segments apart, how many there are and why, and which method won. */
import type { Language, MethodScore, RunReport } from '../../../../shared/domain.ts';
import { divergingStep } from '../../../../shared/charts/heat-map-option.ts';
import { lossCurveOption } from '../../../../shared/charts/loss-curve-option.ts';
import { whyNotTwo } from '../../../../shared/language/why-not-two.ts';
import { segmentCountOption } from '../../../../shared/charts/segment-count-option.ts';
import { countCriteria } from '../../../../shared/language/count-criteria.ts';
import { featureText } from '../../../../shared/language/features.ts';
import { absentText } from '../../../../shared/language/known-labels.ts';
import { failureKey, formatDay } from '../../../../shared/language/report.ts';
import { countAdviceText, methodAdviceText, methodNames, numberedName } from '../../../../shared/language/segments.ts';
import {
  formatCount,
  formatMargin,
  formatMeasure,
  formatPercent,
  formatSeconds,
} from '../../../../shared/language/sentence.ts';
import { responsive, type Draw } from './chart.ts';
import { asTable, card, dot, html, meter, table, type Markup, type Texts } from './markup.ts';

/** Features in the heat-map itself; the rest, up to so many, is folded away under it. */
const shownFeatures = 12;
const foldedFeatures = 100;

/** Heat-map of standardised means: features that differ most between segments first. */
export function differences(report: RunReport, language: Language, t: Texts): Markup {
  const spreads = report.features
    .flatMap((definition, f) => {
      if (!definition.inUse || definition.unit === 'cycle') return [];
      const means = report.segments.map(({ standardisedMeans }) => standardisedMeans[f] ?? NaN);
      return [{ id: definition.id, means, spread: Math.max(...means) - Math.min(...means) }];
    })
    .sort((a, b) => b.spread - a.spread);
  const first = spreads[0];
  const heat = (rows: typeof spreads): Markup =>
    html`<div class="scroll">
      <table class="heat">
        <thead>
          <tr>
            <td></td>
            ${report.segments.map(
              (segment) => html`<th scope="col">${dot(segment)}${numberedName(segment, language)}</th>`,
            )}
          </tr>
        </thead>
        <tbody>
          ${rows.map(
            ({ id, means }) =>
              html`<tr>
                <th scope="row">${featureText(id, language).label}</th>
                ${means.map(
                  (mean) => html`<td style="background:var(--div-${divergingStep(mean) + 1})">${signed(mean)}</td>`,
                )}
              </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
  return card({
    title: first ? t('heatTitle', { feature: featureText(first.id, language).label }) : t('heat'),
    read: t('heatRead'),
    body: html`${heat(spreads.slice(0, shownFeatures))}${
      spreads.length > shownFeatures
        ? html`<details>
            <summary>
              ${
                spreads.length > foldedFeatures
                  ? t('heatMost', { count: foldedFeatures })
                  : t('heatMore', { count: spreads.length })
              }
            </summary>
            ${heat(spreads.slice(0, foldedFeatures))}
          </details>`
        : null
    }`,
  });
}

function signed(value: number): string {
  const text = formatMeasure(value, 1);
  return value > 0 && text !== '0.0' ? `+${text}` : text.replace(/^−0\.0$/, '0.0');
}

/** How many segments, and why. */
export function howMany(report: RunReport, language: Language, t: Texts, draw: Draw): Markup {
  const advice = countAdviceText(report.countAdvice, language);
  const scores = [...report.countScores].sort((a, b) => a.nSegments - b.nSegments);
  const recommended = report.countAdvice.recommended;
  const notTwo = whyNotTwo(report.countAdvice, scores, language);
  const aria = t('countAria', {
    low: scores[0]?.nSegments ?? 0,
    high: scores.at(-1)?.nSegments ?? 0,
    recommended,
    silhouette: formatMeasure(report.countAdvice.silhouette),
    stability: formatMeasure(report.countAdvice.stability),
  });
  const data = {
    counts: scores.map(({ nSegments }) => nSegments),
    criteria: countCriteria(scores, language),
    recommended,
  };
  return card({
    title: advice.title,
    read: scores.length > 1 ? t('countRead') : t('countNotMeasured'),
    body:
      scores.length < 2
        ? null
        : html`${responsive((width) => draw((theme) => segmentCountOption(data, theme), width, 270, aria), 460)}${asTable(
            t,
            [
              { head: t('segmentsNumber') },
              { head: t('separation'), figure: true },
              { head: t('overlap'), figure: true },
              { head: t('compactness'), figure: true },
              { head: t('stability'), figure: true },
              { head: t('smallest'), figure: true },
            ],
            scores.map((score) => [
              score.nSegments,
              formatMeasure(score.silhouette),
              formatMeasure(score.daviesBouldin),
              formatCount(score.calinskiHarabasz),
              `${formatMeasure(score.stability.mean)} ± ${formatMargin(score.stability)}`,
              formatPercent(score.smallestShare),
            ]),
          )}`,
    foot: html`<p>${advice.reason}</p>
      ${advice.runnerUp ? html`<p>${advice.runnerUp}</p>` : null}${notTwo ? html`<p>${notTwo}</p>` : null}`,
  });
}

/** Agreement with known labels, where there are any. */
const externalKeys = ['accuracy', 'nmi', 'ari'] as const;

/** The race of the methods; says so when deep learning did not help. */
export function race(report: RunReport, language: Language, t: Texts): Markup {
  const advice = methodAdviceText(report.methodAdvice, language);
  const board = report.scoreboard;
  const external = board.some((score) => score.external) ? externalKeys : [];
  const best = (of: (score: MethodScore) => number | undefined, lower = false): number => {
    const values = board.map(of).filter((value) => value !== undefined && Number.isFinite(value)) as number[];
    return lower ? Math.min(...values) : Math.max(...values);
  };
  const highest = {
    separation: best((score) => score.common?.silhouette),
    overlap: best((score) => score.common?.daviesBouldin, true),
    stability: best((score) => score.stability?.mean),
    foresight: best((score) => score.futureValue?.spend.mean),
    accuracy: best((score) => score.external?.accuracy),
    nmi: best((score) => score.external?.nmi),
    ari: best((score) => score.external?.ari),
  };
  const figure = (value: number | undefined, top: number, fill: number): Markup | string => {
    if (value === undefined || !Number.isFinite(value)) return '–';
    const text = formatMeasure(value);
    const wins = value === top;
    return html`<span class="score"
      >${wins ? html`<b>${text}</b>` : html`<span>${text}</span>`}${meter(
        fill,
        wins ? 'var(--chart-main)' : undefined,
      )}</span
    >`;
  };
  const rows = board.map((score) => {
    const name = methodNames[language][score.method];
    if (score.status === 'failed') {
      const dashes = ['–', '–', '–', ...external.map(() => '–'), '–'];
      return [name, t(failureKey(score)), ...dashes, formatSeconds(score.seconds, language)];
    }
    const all = score.sizes.reduce((sum, size) => sum + size, 0);
    const smallest = Math.min(...score.sizes) / all;
    const overlap = score.common?.daviesBouldin;
    return [
      name,
      figure(score.common?.silhouette, highest.separation, score.common?.silhouette ?? 0),
      figure(overlap, highest.overlap, overlap === undefined ? 0 : overlap / 3),
      figure(score.stability?.mean, highest.stability, score.stability?.mean ?? 0),
      figure(score.futureValue?.spend.mean, highest.foresight, score.futureValue?.spend.mean ?? 0),
      ...external.map((key) => figure(score.external?.[key], highest[key], score.external?.[key] ?? 0)),
      t('sizeRange', { low: formatPercent(smallest), high: formatPercent(Math.max(...score.sizes) / all) }),
      formatSeconds(score.seconds, language),
    ];
  });
  const future = board.find((score) => score.futureValue)?.futureValue;
  const own = board.find(({ method }) => method === report.method)?.common;
  const notes = [
    [advice.figures, advice.deep ?? ''].filter(Boolean).join(language === 'en' ? ' ' : ''),
    future
      ? t('foresightRead', { day: formatDay(future.cutOff, language), customers: future.customers })
      : t(report.revenue === null ? 'foresightNoOrders' : 'foresightMissing'),
    own && own.silhouetteSample < report.customers ? t('sampled', { sample: own.silhouetteSample }) : '',
    absentText(report, language) ?? '',
  ].filter(Boolean);
  return card({
    title: advice.title,
    read: t('raceRead'),
    body: table(
      [
        { head: t('method') },
        { head: t('separation') },
        { head: t('overlap') },
        { head: t('stability') },
        { head: t('foresight') },
        ...external.map((key) => ({ head: t(key) })),
        { head: t('sizes'), figure: true },
        { head: t('time'), figure: true },
      ],
      rows,
      board.map(({ method }) => (method === report.method ? 'chosen' : null)),
    ),
    foot: notes.map((note, i) => (i === 0 ? html`<p><b>${note}</b></p>` : html`<p>${note}</p>`)),
  });
}

/** How the network learned. */
export function learning(report: RunReport, t: Texts, draw: Draw): Markup | null {
  const curve = report.network?.curve;
  if (!curve || curve.loss.length < 2) return null;
  const best = curve.validationLoss[curve.bestEpoch - 1] ?? NaN;
  const aria = t('curveAria', {
    first: formatMeasure(curve.validationLoss[0], 3),
    best: formatMeasure(best, 3),
    epoch: curve.bestEpoch,
    epochs: curve.loss.length,
  });
  const data = {
    ...curve,
    trainingLabel: t('curveTraining'),
    validationLabel: t('curveValidation'),
    bestLabel: t('curveBest'),
  };
  const every = Math.ceil(curve.loss.length / 20);
  const epochs = curve.loss.map((_, i) => i).filter((i) => i % every === 0 || i === curve.bestEpoch - 1);
  return card({
    title: t('curveTitle', { epoch: curve.bestEpoch, epochs: curve.loss.length }),
    read: t('curveRead'),
    body: html`${responsive((width) => draw((theme) => lossCurveOption(data, theme), width, 220, aria), 460)}${asTable(
      t,
      [{ head: t('epoch') }, { head: t('curveTraining'), figure: true }, { head: t('curveValidation'), figure: true }],
      epochs.map((i) => [
        formatCount(i + 1),
        formatMeasure(curve.loss[i], 4),
        formatMeasure(curve.validationLoss[i], 4),
      ]),
    )}`,
  });
}
