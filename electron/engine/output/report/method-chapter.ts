/** How it was done: settings, trials, timings, formulas, and what to doubt. */
import type { Language, RunReport, StageSeconds } from '../../../../shared/domain.ts';
import { dayBefore } from '../../../../shared/period.ts';
import { featureChoice } from '../../../../shared/settings.ts';
import { featureText } from '../../../../shared/language/features.ts';
import { networkText, networkTexts, scoreText, trialState } from '../../../../shared/language/networks.ts';
import { formatDay, layersText, type ReportKey } from '../../../../shared/language/report.ts';
import { fragileBelow, methodNames, segmentNames } from '../../../../shared/language/segments.ts';
import { treatedText, treatmentPhrases } from '../../../../shared/language/treatments.ts';
import { syntheticStory } from '../../../../shared/language/synthetic.ts';
import { formatMeasure, formatPercent, formatSeconds, joinList } from '../../../../shared/language/sentence.ts';
import { card, chapter, html, table, type Markup, type Texts } from './markup.ts';

const presetKeys = { fast: 'presetFast', balanced: 'presetBalanced', deep: 'presetDeep' } as const;
const formulaKeys = [
  'formulaSeparation',
  'formulaOverlap',
  'formulaStability',
  'formulaForesight',
  'formulaDifference',
  'formulaLift',
  'formulaRevenue',
] as const;
const labelFormulaKeys = ['formulaAccuracy', 'formulaNmi', 'formulaAri'] as const;
const stageKeys: Record<keyof StageSeconds, ReportKey> = {
  import: 'stageImport',
  clean: 'stageClean',
  features: 'stageFeatures',
  train: 'stageTrain',
  evaluate: 'stageEvaluate',
  map: 'stageMap',
  insight: 'stageInsight',
  output: 'stageOutput',
  total: 'stageTotal',
};
/** Below this silhouette borders between segments are called gradual. */
const weakSeparation = 0.25;
const secondsPerDay = 86_400;

export function methodChapter(report: RunReport, language: Language, t: Texts): Markup {
  const lines = (items: readonly string[]): Markup =>
    html`<ul class="bullets">
      ${items.map((item) => html`<li>${item}</li>`)}
    </ul>`;
  const isLabelled = report.scoreboard.some(({ external }) => external);
  return chapter(
    'how',
    t('howTitle'),
    t('howRead'),
    html`<div class="grid halves">
      ${settingsCard(report, language, t)}${timingsCard(report, language, t)}${card({
        title: t('formulas'),
        body: lines([...formulaKeys, ...(isLabelled ? labelFormulaKeys : [])].map((key) => t(key))),
      })}${card({ title: t('limits'), body: lines(doubts(report, language, t)) })}${syntheticCard(report, language)}
    </div>`,
  );
}

function settingsCard(report: RunReport, language: Language, t: Texts): Markup {
  const { settings, network, map } = report;
  const rows: [string, string][] = [
    [t('setPreset'), t(presetKeys[settings.preset])],
    [t('setSeed'), String(settings.seed)],
    [t('setSegments'), settings.segments === 'auto' ? t('automatic') : String(settings.segments)],
    [
      t('setMethods'),
      joinList(
        settings.methods.map((method) => methodNames[language][method]),
        language,
      ),
    ],
    [t('setMap'), map ? (map.kind === 'tsne' ? 't-SNE' : 'PCA') : t('none')],
    ...periodRows(report, language, t),
    [t('setBackend'), report.backend],
    [
      t('setExclude'),
      settings.exclude.length === 0
        ? t('none')
        : joinList(
            settings.exclude.map((id) => featureText(id, language).label),
            language,
          ),
    ],
  ];
  const { include, treatments, computed } = featureChoice(settings);
  if (computed.length > 0) {
    const written = computed.map(({ id, formula }) => `${featureText(id, language).label} = ${formula}`);
    rows.push([t('setComputed'), written.join(language === 'en' ? '; ' : '；')]);
  }
  for (const [key, ids] of [
    ['setInclude', include],
    ['setTreatments', Object.keys(treatments)],
  ] as const) {
    if (ids.length === 0) continue;
    const labels = ids.map((id) => treatedText(id, language));
    rows.push([t(key), joinList(labels, language)]);
  }
  if (report.unusual) {
    const { way, customers } = report.unusual;
    rows.push([t('setUnusual', { count: customers }), treatmentPhrases({ unusual: way }, language).join()]);
  }
  if (network) {
    rows.push([t('setNetwork'), layersText(network.layers)]);
    const n = networkTexts[language];
    if (network.noise !== undefined) {
      const isAdded = network.noiseKind === 'gaussian';
      rows.push(isAdded ? [n.added, String(network.noise)] : [n.denoising, formatPercent(network.noise)]);
    }
    if (network.learningRate !== undefined) rows.push([n.learningRate, String(network.learningRate)]);
    rows.push([t('setNetworkLoss'), formatMeasure(network.reconstructionLoss, 3)]);
  }
  if (map?.klDivergence != null) rows.push([t('setKl'), formatMeasure(map.klDivergence)]);
  return card({
    title: t('settings'),
    body: table([{ head: t('setting') }, { head: t('value'), figure: true }], rows),
  });
}

/** The days that were chosen; none where all orders count. */
function periodRows({ settings: { period = {} } }: RunReport, language: Language, t: Texts): [string, string][] {
  const days = [
    ['setFrom', period.from],
    ['setUntil', period.until === undefined ? undefined : dayBefore(period.until)],
    ['setCutOff', period.cutOff],
  ] as const;
  return days.flatMap(([key, day]) => (day === undefined ? [] : [[t(key), formatDay(day, language)]]));
}

function timingsCard(report: RunReport, language: Language, t: Texts): Markup {
  const stages = (Object.entries(report.seconds) as [keyof StageSeconds, number][]).map(([stage, seconds]) => [
    t(stageKeys[stage]),
    formatSeconds(seconds, language),
  ]);
  const trials = report.network?.trials ?? [];
  const n = networkTexts[language];
  return card({
    title: t('timings'),
    body: html`${table([{ head: t('stage') }, { head: t('time'), figure: true }], stages)}${
      trials.length === 0
        ? null
        : html`<h4 class="xs faint" style="margin-top:12px">${t('trials')}</h4>
            ${table(
              [
                { head: n.network },
                { head: t('epochs'), figure: true },
                { head: t('heldBackError'), figure: true },
                { head: n.score, figure: true },
                { head: n.segments, figure: true },
                { head: n.state },
              ],
              trials.map((trial) => [
                networkText(trial, language),
                trial.epochs,
                formatMeasure(trial.validationLoss, 4),
                scoreText(trial),
                trial.score?.nSegments ?? '–',
                trialState(trial, language),
              ]),
              trials.map(({ chosen }) => (chosen ? 'chosen' : null)),
            )}`
    }`,
  });
}

/** How true the synthetic customers of the generative method are; runs before there was one have none. */
function syntheticCard({ synthetic }: RunReport, language: Language): Markup | null {
  if (!synthetic) return null;
  const { title, read, heads, rows } = syntheticStory(synthetic, language);
  return card({
    title,
    read,
    body: table(
      [{ head: heads[0] }, { head: heads[1], figure: true }, { head: heads[2] }],
      rows.map(({ name, value, meaning }) => [name, value, meaning]),
    ),
  });
}

/** What a reader should not rely on, drawn from the figures of this run. */
function doubts(report: RunReport, language: Language, t: Texts): string[] {
  const lines: string[] = [];
  const measured = report.segments.filter(({ stability }) => Number.isFinite(stability));
  const fragile = measured.filter(({ stability }) => stability < fragileBelow);
  if (fragile.length > 0) lines.push(t('limitFragile', { names: segmentNames(fragile, language) }));
  else if (measured.length > 0) lines.push(t('limitAllSteady'));
  const computed = report.scoreboard.find(({ method }) => method === report.method)?.common;
  const silhouette = (report.adjustment?.reshaped ? report.adjustment.now : computed)?.silhouette;
  if (silhouette !== undefined && silhouette < weakSeparation) {
    lines.push(t('limitSeparation', { silhouette: formatMeasure(silhouette) }));
  }
  const days = Math.round((report.dataset.lastTime - report.dataset.firstTime) / secondsPerDay);
  if (report.dataset.orders > 0 && days < 550) lines.push(t('limitShort', { days }));
  if (report.scoreboard.length > 1) lines.push(t('limitSilhouetteFavours'));
  lines.push(t('limitNames'), t('limitCauses'));
  return lines;
}
