/** Who agreed to be written to, as plain data. */

/** Of one customer. Unknown is not consent. */
export const consentAnswers = { yes: 1, no: 0, unknown: -1 } as const;

export interface ConsentCounts {
  yes: number;
  no: number;
  unknown: number;
}

/** How many customers gave which answer. @param rows positions that count; default: all. */
export function countConsent(answers: Int8Array, rows?: ArrayLike<number>): ConsentCounts {
  const counts: ConsentCounts = { yes: 0, no: 0, unknown: 0 };
  const size = rows?.length ?? answers.length;
  for (let i = 0; i < size; i++) {
    const answer = answers[rows ? rows[i]! : i]!;
    if (answer === consentAnswers.yes) counts.yes++;
    else if (answer === consentAnswers.no) counts.no++;
    else counts.unknown++;
  }
  return counts;
}

/** Share of the customers who may be written to, 0 to 1. */
export function consentShare({ yes, no, unknown }: ConsentCounts): number {
  return yes / Math.max(1, yes + no + unknown);
}
