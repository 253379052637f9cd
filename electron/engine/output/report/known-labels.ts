/** What was learned from known labels, how far it can be trusted, and the tree in words. */
import type { Language, RunReport } from '../../../../shared/domain.ts';
import { knownLabelsStory } from '../../../../shared/language/known-labels.ts';
import { card, html, table, type Markup } from './markup.ts';

export function knownLabels(report: RunReport, language: Language): Markup | null {
  const story = knownLabelsStory(report, language);
  if (!story) return null;
  const { heads, rows, reliability, rules } = story;
  const figure = { figure: true } as const;
  return card({
    title: story.title,
    read: story.read,
    body: html`${table(
      [{ head: heads.measure }, ...heads.methods.map((head) => ({ head, ...figure })), { head: heads.meaning }],
      rows.map(({ name, values, meaning }) => [name, ...values, meaning]),
    )}
    ${
      rules
        ? html`<h4 class="xs faint" style="margin-top:12px">${rules.title}</h4>
            <ul class="bullets">
              ${rules.lines.map((line) => html`<li>${line}</li>`)}
            </ul>`
        : null
    }
    ${reliability.methods.map(
      (method) =>
        html`<details>
          <summary>${reliability.title}: ${method.name}</summary>
          ${table(
            reliability.heads.map((head) => ({ head, ...figure })),
            method.rows,
          )}
        </details>`,
    )}`,
  });
}
