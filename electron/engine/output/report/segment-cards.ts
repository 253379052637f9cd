/** One card per segment: who they are, how to recognise them, what they buy and what to do next. */
import { consentShare } from '../../../../shared/consent.ts';
import type { FeatureDefinition, Language, RunReport, SegmentProfile } from '../../../../shared/domain.ts';
import { noteRows } from '../../../../shared/language/adjust.ts';
import { formatFeature, traitPhrase } from '../../../../shared/language/features.ts';
import { formatOutlookRange, outlookDoubt } from '../../../../shared/language/outlook.ts';
import {
  fragileBelow,
  kindTexts,
  numberedName,
  ruleConditions,
  ruleQuality,
  stabilitySentence,
  traitFigures,
  type KindText,
} from '../../../../shared/language/segments.ts';
import { formatMeasure, formatPercent, formatShares } from '../../../../shared/language/sentence.ts';
import type { StrategyNote } from '../../../../shared/strategy-note.ts';
import { chapter, dot, html, meter, type Markup, type Texts } from './markup.ts';

/** Groups smaller than this show size and money only: their members could be recognised. */
const smallestDescribed = 10;

/** Who reads: in which language, and in which currency money is shown. */
interface Reader {
  language: Language;
  t: Texts;
  currency: string | undefined;
}

export function segmentCards(report: RunReport, language: Language, t: Texts): Markup {
  const largest = Math.max(...report.segments.flatMap(({ share, revenueShare }) => [share, revenueShare ?? 0]));
  const shares = formatShares(report.segments.map(({ share }) => share));
  const revenueShares = formatShares(report.segments.map(({ revenueShare }) => revenueShare));
  return chapter(
    'segments',
    t('segmentsTitle'),
    [t('segmentsRead'), outlookDoubt(report, language)].filter(Boolean).join(language === 'en' ? ' ' : ''),
    html`<div class="grid segs" style="--columns:${columnsFor(report.segments.length)}">
      ${report.segments.map((segment, i) =>
        segmentCard(segment, { largest, share: shares[i]!, revenueShare: revenueShares[i]! }, report, language, t),
      )}
    </div>`,
  );
}

/** Cards side by side on a wide screen: three or four, whichever leaves the fuller last row. */
function columnsFor(count: number): number {
  const missing = (columns: number): number => (columns - (count % columns)) % columns;
  return missing(4) <= missing(3) ? 4 : 3;
}

function segmentCard(
  segment: SegmentProfile,
  /** The largest share of all, for the bars, and the segment's own in words. */
  { largest, share, revenueShare }: { largest: number; share: string; revenueShare: string },
  { features: definitions, notes, forecast, dataset: { currency } }: RunReport,
  language: Language,
  t: Texts,
): Markup {
  const note = notes.find((candidate) => candidate.segment === segment.id);
  const colour = `var(--seg-${segment.colour})`;
  const text = kindTexts[language][segment.kind];
  const fragile = segment.stability < fragileBelow;
  const range = formatOutlookRange(segment.outlook, forecast, language, currency);
  const reader = { language, t, currency };
  const details =
    segment.size < smallestDescribed
      ? html`<p>${t('smallGroup')}</p>`
      : html`${traits(segment, definitions, reader)}${rule(segment, definitions, reader)}${products(segment, t)}`;
  return html`<article class="card seg" style="--c:${colour}">
    <div class="seg-in">
      <div>
        <h3>
          ${dot(segment)}${numberedName(segment, language)}${
            fragile ? html`<span class="tag warn">${t('fragileTag')}</span>` : null
          }
        </h3>
        <p>${text.meaning}</p>
      </div>
      <div class="facts">
        <div>
          <div class="pair"><span>${t('customersCount', { count: segment.size })}</span><b>${share}</b></div>
          ${meter(segment.share / largest, colour)}
        </div>
        ${money(segment, revenueShare, largest, reader)}
        ${
          segment.outlook &&
          html`<div class="pair">
              <span>${t('nextYear')}</span><b>${formatFeature(segment.outlook.value, 'money', language, currency)}</b>
            </div>
            ${range && html`<div class="pair xs"><span>${range}</span></div>`}
            <div class="pair"><span>${t('churnRisk')}</span><b>${formatPercent(segment.outlook.churnRisk)}</b></div>`
        }
        ${
          segment.consent
            ? html`<div class="pair" title="${t('consentOf', { ...segment.consent })}">
                <span>${t('mayBeWrittenTo')}</span><b>${formatPercent(consentShare(segment.consent))}</b>
              </div>`
            : null
        }
        <div class="pair">
          <span>${t('stability')}</span
          ><b>${Number.isFinite(segment.stability) ? formatPercent(segment.stability) : '–'}</b>
        </div>
      </div>
      ${details}${fragile ? html`<p class="xs">${stabilitySentence(segment.stability, language)}</p>` : null}
      ${note ? strategy(note, segment, language, t) : suggestion(text, language, t)}
    </div>
  </article>`;
}

function money(
  { revenue, revenueShare, typicalRevenue, size, colour }: SegmentProfile,
  shown: string,
  largest: number,
  { language, t, currency }: Reader,
): Markup | null {
  if (revenue === null || revenueShare === null) return null;
  const formatted = (value: number): string => formatFeature(value, 'money', language, currency);
  return html`<div>
      <div class="pair"><span>${t('revenue')}</span><b>${shown}</b></div>
      ${meter(revenueShare / largest, `var(--seg-${colour})`)}
    </div>
    <div class="pair"><span>${t('perCustomer')}</span><b>${formatted(revenue / size)}</b></div>
    ${
      typicalRevenue == null
        ? null
        : html`<div class="pair xs"><span>${t('halfSpent', { money: formatted(typicalRevenue) })}</span></div>`
    }`;
}

/** What a person has planned. */
function strategy(note: StrategyNote, { size }: SegmentProfile, language: Language, t: Texts): Markup {
  return html`<div class="note">
    <h4>${t('strategy')}</h4>
    <dl>
      ${noteRows(note, size, language).map(
        ({ label, value }) =>
          html`<dt>${label}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
  </div>`;
}

function suggestion(text: KindText, language: Language, t: Texts): Markup {
  return html`<div class="note">
    <p><b>${t('suggested')}${language === 'en' ? ': ' : '：'}</b>${text.objective}</p>
    <dl>
      <dt>${t('offer')}</dt>
      <dd>${text.offer}</dd>
      <dt>${t('channel')}</dt>
      <dd>${text.channel}</dd>
      <dt>${t('timing')}</dt>
      <dd>${text.timing}</dd>
    </dl>
  </div>`;
}

function traits(
  segment: SegmentProfile,
  definitions: readonly FeatureDefinition[],
  { language, t, currency }: Reader,
): Markup {
  const lines = segment.traits.flatMap((trait) => {
    const definition = definitions.find(({ id }) => id === trait.feature);
    if (!definition) return [];
    const { value, overall } = traitFigures(trait, definition, language, currency);
    const phrase = capitalise(traitPhrase(trait.feature, trait.standardisedDifference > 0, language));
    return [html`<li><span>${phrase}</span><b>${value}</b><small>${overall}</small></li>`];
  });
  if (lines.length === 0)
    return html`<div>
      <h4>${t('whatStandsOut')}</h4>
      <p>${t('nothingStandsOut')}</p>
    </div>`;
  return html`<div class="traits">
    <h4><span>${t('whatStandsOut')}</span><span>${t('typical')}</span><span>${t('everybody')}</span></h4>
    <ul class="rows">
      ${lines}
    </ul>
  </div>`;
}

/** Chinese has no capitals and stays as it is. */
function capitalise(phrase: string): string {
  return phrase.charAt(0).toUpperCase() + phrase.slice(1);
}

function rule(
  segment: SegmentProfile,
  definitions: readonly FeatureDefinition[],
  { language, t, currency }: Reader,
): Markup {
  if (!segment.rule)
    return html`<div>
      <h4>${t('ruleOfThumb')}</h4>
      <p>${t('noRule')}</p>
    </div>`;
  return html`<div>
    <h4>${t('ruleOfThumb')}</h4>
    <ul class="rows">
      ${ruleConditions(segment.rule, definitions, language, currency).map(
        ({ label, range }) => html`<li><span>${label}</span><b>${range}</b></li>`,
      )}
    </ul>
    <p class="xs faint">${ruleQuality(segment.rule, language)}</p>
  </div>`;
}

function products(segment: SegmentProfile, t: Texts): Markup {
  if (segment.topProducts.length === 0) {
    return html`<div>
      <h4>${t('boughtMore')}</h4>
      <p>${t('noProducts')}</p>
    </div>`;
  }
  return html`<div>
    <h4>${t('boughtMore')}</h4>
    <ul class="rows">
      ${segment.topProducts.map(
        ({ code, name, customers, lift }) =>
          html`<li>
            <span class="clip" title="${name || code}">${name || code}</span
            ><span class="nowrap"
              ><b
                >${t('timesAsLikely', {
                  lift: formatMeasure(lift, 1),
                })}</b
              >
              <small>${t('customersCount', { count: customers })}</small></span
            >
          </li>`,
      )}
    </ul>
  </div>`;
}
