/** What the methods looked at: the features, their treatment, and the directions they sum up to. */
import type { FeatureDefinition, Language, PcaSummary, RunReport } from '../../../../shared/domain.ts';
import { explainedVarianceOption } from '../../../../shared/charts/explained-variance-option.ts';
import { treatmentPhrases } from '../../../../shared/language/treatments.ts';
import { featureMeaning, featureText } from '../../../../shared/language/features.ts';
import { formatMeasure, formatPercent, joinList } from '../../../../shared/language/sentence.ts';
import { responsive, type Draw } from './chart.ts';
import { asTable, card, chapter, html, table, type Markup, type Texts } from './markup.ts';

/** Bars of the variance chart; later components go unmentioned. */
const shownComponents = 8;
const leadingComponents = 3;
/** Features that are listed; of pixels there are hundreds. */
const mostListed = 100;

export function featuresChapter(report: RunReport, language: Language, t: Texts, draw: Draw): Markup {
  const used = report.features.filter(({ inUse }) => inUse);
  return chapter(
    'features',
    t('featuresTitle', { used: used.length, all: report.features.length }),
    t('featuresRead'),
    html`<div class="grid two top-aligned stack-print">
      ${featureTable(report.features, language, t)}${
        report.pca.explainedVarianceRatio.length > 0 ? pcaCard(report.pca, language, t, draw) : null
      }
    </div>`,
  );
}

function featureTable(features: readonly FeatureDefinition[], language: Language, t: Texts): Markup {
  const sorted = [...features].sort((a, b) => Number(b.inUse) - Number(a.inUse));
  const body = (rows: readonly FeatureDefinition[]): Markup =>
    table(
      [{ head: t('feature') }, { head: t('treatment') }],
      rows.map((definition) => {
        const { label } = featureText(definition.id, language);
        return [
          html`${label}<small>${featureMeaning(definition, language)}</small>`,
          treatment(definition, language, t),
        ];
      }),
      rows.map(({ inUse }) => (inUse ? null : 'off')),
    );
  const shown = 10;
  const rest = sorted.slice(shown, mostListed);
  return card({
    title: t('featureListTitle'),
    body: html`${body(sorted.slice(0, shown))}${
      sorted.length > shown
        ? html`<details class="more">
            <summary>${t('featuresMore', { count: rest.length })}</summary>
            ${body(rest)}${
              sorted.length > mostListed
                ? html`<p class="dim xs">${t('featuresUnlisted', { count: sorted.length - mostListed })}</p>`
                : null
            }
          </details>`
        : null
    }`,
    className: 'long',
  });
}

function treatment(definition: FeatureDefinition, language: Language, t: Texts): string {
  if (!definition.inUse) {
    const { off } = definition;
    if (!off) return t('offChosen');
    if (off.reason === 'correlated') {
      return t('offCorrelated', {
        feature: off.sameAs ? featureText(off.sameAs, language).label : '–',
        correlation: formatMeasure(off.correlation),
      });
    }
    if (off.reason === 'optional') return t('offOptional');
    return t(off.reason === 'constant' ? 'offConstant' : 'offReading');
  }
  const { winsorise, transform, scale, ...rest } = definition.treatment;
  // What is not done needs no word here.
  const done = {
    ...rest,
    ...(winsorise ? { winsorise } : {}),
    ...(transform === 'none' ? {} : { transform }),
    ...(scale === 'none' ? {} : { scale }),
  };
  return treatmentPhrases(done, language).join(language === 'en' ? ', ' : '，');
}

function pcaCard(pca: PcaSummary, language: Language, t: Texts, draw: Draw): Markup {
  const ratios = pca.explainedVarianceRatio.slice(0, shownComponents);
  const leading = Math.min(leadingComponents, ratios.length);
  const labels = ratios.map(formatPercent);
  const held = ratios.slice(0, leading).reduce((sum, ratio) => sum + ratio, 0);
  const aria = t('pcaAria', { list: joinList(labels, language) });
  return card({
    title: t('pcaTitle', { number: leading, share: formatPercent(held) }),
    read: t('pcaRead', { count: pca.features.length }),
    body: html`${responsive(
      (width) => draw((theme) => explainedVarianceOption({ ratios, labels, leading }, theme), width, 200, aria),
      460,
    )}${table(
      [{ head: t('component') }, { head: t('loadings') }],
      ratios.slice(0, leading).map((_, c) => [c + 1, loadings(pca, c, language)]),
    )}${asTable(
      t,
      [{ head: t('component') }, { head: t('shareOfVariance'), figure: true }],
      pca.explainedVarianceRatio.map((ratio, c) => [c + 1, formatPercent(ratio)]),
    )}`,
  });
}

/** The four features that lean on a component most, with their direction. */
function loadings(pca: PcaSummary, component: number, language: Language): string {
  return pca.features
    .map((id, f) => ({ id, loading: pca.components[component]?.[f] ?? 0 }))
    .sort((a, b) => Math.abs(b.loading) - Math.abs(a.loading))
    .slice(0, 4)
    .map(({ id, loading }) => `${loading < 0 ? '−' : '+'} ${featureText(id, language).label}`)
    .join(language === 'en' ? ', ' : '，');
}
