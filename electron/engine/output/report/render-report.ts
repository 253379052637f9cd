/** The report: one HTML file that needs nothing else, for a screen, a phone and paper. */
import type { Language, RunReport } from '../../../../shared/domain.ts';
import { findingText } from '../../../../shared/language/finding.ts';
import { formatDay } from '../../../../shared/language/report.ts';
import { loadCharts } from './chart.ts';
import { dataChapter } from './data-chapter.ts';
import { differences, howMany, learning, race } from './evaluation.ts';
import { featuresChapter } from './features-chapter.ts';
import { knownLabels } from './known-labels.ts';
import { html, Markup, textsIn, type Texts } from './markup.ts';
import { methodChapter } from './method-chapter.ts';
import { overview } from './overview.ts';
import { segmentCards } from './segment-cards.ts';
import { reportStyle } from './style.ts';

/** Nothing may be fetched or run; only the styles in the file itself count. */
const contentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const logo = new Markup(
  '<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="7.4" cy="7.6" r="5.4" fill="var(--accent)"/><circle cx="13.2" cy="9.2" r="4.3" fill="var(--accent)" fill-opacity=".55"/><circle cx="9.4" cy="14.2" r="3.8" fill="var(--accent)" fill-opacity=".32"/></svg>',
);
/** Lucide "shield-check" (ISC). */
const shield = new Markup(
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1z"/><path d="m9 12 2 2 4-4"/></svg>',
);

/**
 * Renders a run as one self-contained, well-formed HTML file without scripts. It follows the reader's light or dark
 * setting and prints on A4. The same report and language give the same text.
 */
export async function renderReport(report: RunReport, language: Language): Promise<string> {
  const t = textsIn(language);
  const draw = await loadCharts();
  const curve = learning(report, t, draw);
  const labels = knownLabels(report, language);
  const raceCard = race(report, language, t);
  const page = html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        <title>${t('documentTitle', { dataset: report.dataset.name })}</title>
        <meta name="description" content="${findingText(report, language)}" />
        <style>
          ${new Markup(reportStyle)}
        </style>
      </head>
      <body>
        ${header(report, language, t)}
        <main>
          ${overview(report, language, t, draw)} ${segmentCards(report, language, t)}
          <section class="chapter" id="differences">
            <div class="grid two stack-print">
              ${differences(report, language, t)}${howMany(report, language, t, draw)}
            </div>
          </section>
          <section class="chapter" id="race" style="margin-top:16px">
            ${curve ? html`<div class="grid two stack-print">${raceCard}${curve}</div>` : raceCard}
            ${labels ? html`<div style="margin-top:16px">${labels}</div>` : null}
          </section>
          ${featuresChapter(report, language, t, draw)} ${dataChapter(report, language, t)}
          ${methodChapter(report, language, t)}
          <section class="privacy">
            ${shield}
            <p><b>${t('privacyTitle')}</b>${t('privacyBody')}</p>
          </section>
        </main>
      </body>
    </html> `;
  return page.source;
}

function header(report: RunReport, language: Language, t: Texts): Markup {
  const links: [string, string][] = [
    ...(report.map ? [['map', t('map')] as [string, string]] : []),
    ['segments', t('segments')],
    ['differences', t('heat')],
    ['race', t('race')],
    ['features', t('features')],
    ['data', t('data')],
    ['how', t('how')],
  ];
  return html`<header class="top">
    <div class="top-in">
      <span class="brand">${logo}Clientele</span><span class="dim">${report.dataset.name}</span
      ><span class="faint">${t('createdAt', { date: formatDay(report.createdAt / 1000, language) })}</span>
      <nav aria-label="${t('contents')}">${links.map(([id, label]) => html`<a href="#${id}">${label}</a>`)}</nav>
    </div>
  </header>`;
}
