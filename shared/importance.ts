/** Which features tell most about something that a person would like to know of customers. */

/**
 * What is asked about: a feature as it is now; what customers did after the day on which the future begins (money they
 * spent, or whether they ordered at all), foreseen from the orders before; or who belongs to a segment of a run.
 */
export type Outcome = { feature: string } | { future: FutureOutcome } | { run: number; segment: number };
export const futureOutcomeNames = ['spend', 'repeat'] as const;
export type FutureOutcome = (typeof futureOutcomeNames)[number];

export interface FeatureImportance {
  id: string;
  /** Share of what is uncertain about the outcome that the feature takes away by itself, beyond chance: 0 to 1. */
  share: number;
  /** Mutual information in nats, as counted. */
  information: number;
  /** Whether it tells more than the best of all features tells of a shuffled outcome, in 19 of 20 of these. */
  aboveChance: boolean;
  /**
   * Part of its information that lies in whether it is known at all, 0 to 1: I(known; outcome) / I(feature; outcome), as
   * information adds up by the chain rule.
   */
  gap: number;
  /** Correlation of its ranks with the outcome's: above 0 they rise together. Near 0 it may tell much all the same. */
  trend: number;
}

export interface ImportanceReport {
  outcome: Outcome;
  /** Yes or no (1 and 0), or a number. */
  kind: 'yesNo' | 'number';
  /** Of a yes or no: customers who say yes. */
  yes: number | null;
  /** Customers looked at; more than `of` are a sample. Those whose outcome is not known are not among them. */
  customers: number;
  of: number;
  /** What is uncertain about the outcome, in nats. */
  uncertainty: number;
  /** The level of chance, as a share. */
  chance: number;
  /** The one that tells most first. */
  features: FeatureImportance[];
  /** Features that are not asked, as the outcome is computed of them or they of it. */
  leftOut: string[];
  /** Where the future begins, seconds since 1970; null for other outcomes. */
  cutOff: number | null;
}
