/** Dates in the rarer forms, rewritten as `DateReader` reads them. */
import { plainForm } from './plain-text.ts';

const english = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Months of German, French, Spanish, Portuguese, Italian, Dutch, the Nordic languages and Polish, without accents. */
const months = (
  'januar janner jan janvier janv enero ene janeiro gennaio gen januari stycznia sty|' +
  'februar feber feb fevrier fevr fev febrero fevereiro febbraio februari lutego lut|' +
  'marz maerz mrz mars marzo marco maart mrt mar marca|' +
  'april apr avril avr abril abr aprile kwietnia kwi|' +
  'mai may mayo maio maggio mag mei maj maja|' +
  'juni jun juin junio junho giugno giu czerwca cze|' +
  'juli jul juillet juil julio julho luglio lug lipca lip|' +
  'august aug aout agosto ago augustus augusti sierpnia sie|' +
  'september sep sept septembre septiembre setiembre set setembro settembre wrzesnia wrz|' +
  'oktober okt octobre oct octubre outubro out ottobre ott pazdziernika paz|' +
  'november nov novembre noviembre novembro listopada lis|' +
  'dezember dez decembre dec diciembre dic dezembro dicembre december des desember grudnia gru'
)
  .split('|')
  .map((names) => names.split(' '));
const monthOf = new Map(months.flatMap((names, i) => names.map((name) => [name, english[i]!] as const)));

/** Words between the parts of a date, and the days of the week. */
const passedOver = new Set(
  (
    'de del den der le el il la las do om um uhr at as alle a kl ' +
    'montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so ' +
    'lundi mardi mercredi jeudi vendredi samedi dimanche lun mer jeu ven sam dim ' +
    'lunes martes miercoles jueves viernes sabado domingo lunedi martedi mercoledi giovedi venerdi sabato domenica ' +
    'segunda terca quarta quinta sexta feira maandag dinsdag woensdag donderdag vrijdag zaterdag zondag'
  ).split(' '),
);

const rewritings: readonly [RegExp, string][] = [
  // 周六, (土), [Europe/Berlin], (CST)
  [/\s*(?:[(（][^()（）]*[)）]|\[[^[\]]*\]|(?:周|星期|礼拜)[一二三四五六日天])\s*/g, ' '],
  [/([ap])\. ?m\.?/, '$1m'],
  [/(^|[ -])'(\d\d)(?!\d)/, '$1$2'],
  // 20161105T100000
  [/^(\d{8})t(\d\d)(\d\d)(\d\d)?/, '$1 $2:$3:$4'],
  [/:(?=$|[z+-])/, ''],
  // The offset: the shop's own time is what was written.
  [/(:\d\d(?:[.,]\d+)?)\s*(?:gmt|utc|z)?\s*[+-]\d\d:?\d\d(?:\s*[a-z]{1,5})?\s*$/, '$1'],
  [/^(\d{4}-\d\d-\d\d)(?:z|[+-]\d\d:\d\d)$/, '$1'],
  // Nov 5 15:05:07 2016
  [/^((?:[a-z]+ +)?[a-z]{3} +\d{1,2}) +(\d\d:\d\d:\d\d) +(?:[a-z]{3,4} +)?(\d{4})$/, '$1 $3 $2'],
  [/(\d{1,2})h(\d\d)(?!\d)/, '$1:$2'],
  // 3.05.07 pm
  [/\s(\d{1,2})\.(\d\d)\.(\d\d)(?:\.\d+)?(\s*[ap]m)?$/, ' $1:$2:$3$4'],
  [/\s(\d{1,2})\.(\d\d)(\s*[ap]m)?$/, ' $1:$2$3'],
  [/([ap]m) *(\d{1,2}:\d\d(?::\d\d)?)$/, '$2 $1'],
  [/^(\d{1,2}:\d\d(?::\d\d)?(?: *[ap]m)?)[ ,]+([^:]+)$/, '$2 $1'],
];

/**
 * The same date in a form that `DateReader` knows; null where there is nothing to rewrite. Month names of ten languages
 * become English ones, full-width digits plain ones, and what says no more (weekdays, zones, `de`, `Uhr`) is left out.
 */
export function plainDate(text: string): string | null {
  if (!/[\d\uff10-\uff19]/.test(text) || text.length > 64) return null;
  // Whole columns of amounts are asked about.
  if (/^[\d.,-]+$/.test(text)) return null;
  const plain = plainForm(text);
  let rest = plain.toLowerCase();
  if (/\p{Script=Latin}{2}/u.test(rest)) {
    rest = rest.normalize('NFD').replace(/\p{M}/gu, '');
    rest = rest.replace(/[a-z]+\.?/g, (word) => {
      const bare = word.replace('.', '');
      const month = monthOf.get(bare);
      // 15:05 may be all that follows a month: only a word that stands for it loses its point.
      return month ?? (passedOver.has(bare) && bare.length > 0 && !/^[ap]m?$/.test(bare) ? ' ' : word);
    });
  }
  for (const [pattern, replacement] of rewritings) rest = rest.replace(pattern, replacement);
  rest = rest.replace(/\s+/g, ' ').trim();
  return rest === text.toLowerCase() ? null : rest;
}
