/**
 * What browsing events and relationships give, and how each column is treated by default. As in the catalogue of
 * orders, the one that stands first stays where two say the same. Words are in `shared/language/behaviour-features.ts`.
 */
import type { FeatureUnit, Treatment } from '../../../shared/domain.ts';
import { countryTreatment, type CatalogueEntry } from './order-catalogue.ts';

type Transform = Treatment['transform'];

const held: Treatment['winsorise'] = { lower: 0.005, upper: 0.995 };

/** Counts have long tails (log), days shorter ones (square root), shares none. */
const transformOf: Record<FeatureUnit, Transform> = {
  days: 'sqrt',
  count: 'log1p',
  money: 'log1p',
  share: 'none',
  ratio: 'log1p',
  score: 'none',
  cycle: 'none',
  year: 'none',
  number: 'none',
};

/** Missing means: nothing to tell by. The median is the middle once scaled, so it says nothing about the customer. */
function entry(id: string, unit: FeatureUnit, transform = transformOf[unit], readingOnly = false): CatalogueEntry {
  return {
    id,
    family: id.startsWith('social:') ? 'social' : 'browsing',
    unit,
    treatment: { missing: 'median', winsorise: unit === 'cycle' ? null : held, transform, scale: 'standard' },
    readingOnly,
  };
}

/** As for orders: hours and weekdays as angles say little of value and much of chance, so they are for reading. */
function forReading(id: string, unit: FeatureUnit): CatalogueEntry {
  return entry(id, unit, transformOf[unit], true);
}

export const behaviourCatalogue: readonly CatalogueEntry[] = [
  entry('browsing:sessions', 'count'),
  entry('browsing:daysSinceLastVisit', 'days'),
  entry('browsing:activeDays', 'count'),
  entry('browsing:events', 'count'),
  entry('browsing:views', 'count'),
  entry('browsing:cartAdds', 'count'),
  entry('browsing:favourites', 'count'),
  entry('browsing:purchases', 'count'),
  entry('browsing:searches', 'count'),
  entry('browsing:viewToCart', 'share'),
  entry('browsing:cartToPurchase', 'share'),
  entry('browsing:viewToPurchase', 'share'),
  entry('browsing:eventsPerSession', 'count'),
  entry('browsing:sessionLength', 'number', 'log1p'),
  entry('browsing:typicalVisit', 'number', 'log1p'),
  entry('browsing:secondsPerPage', 'number', 'log1p'),
  // People keep to one device: scaled, this yes or no would drown how they visit.
  { ...entry('browsing:phoneShare', 'share'), treatment: { ...countryTreatment, missing: 'median' } },
  entry('browsing:distinctItems', 'count'),
  entry('browsing:distinctCategories', 'count'),
  entry('browsing:commonestCategoryShare', 'share'),
  entry('browsing:returnedItemShare', 'share'),
  entry('browsing:weekendShare', 'share'),
  entry('browsing:eveningShare', 'share'),
  forReading('browsing:hourSin', 'cycle'),
  forReading('browsing:hourCos', 'cycle'),
  forReading('browsing:weekdaySin', 'cycle'),
  forReading('browsing:weekdayCos', 'cycle'),
  entry('social:inDegree', 'count'),
  entry('social:outDegree', 'count'),
  entry('social:reciprocity', 'share'),
  entry('social:pageRank', 'ratio'),
  entry('social:friendsReach', 'count'),
  entry('social:referralsMade', 'count'),
  { ...entry('social:wasReferred', 'share'), treatment: countryTreatment },
  entry('social:reviews', 'count'),
  entry('social:meanRating', 'number'),
  entry('social:ratingSpread', 'number'),
  entry('social:lowRatingShare', 'share'),
  entry('social:likes', 'count'),
  entry('social:daysSinceLastReview', 'days'),
];

/** Columns that stand for one of several levels: their ids go on with its text. */
const levelPrefixes = ['browsing:page=', 'browsing:device=', 'social:community='] as const;
const isLevel = (id: string): boolean => levelPrefixes.some((prefix) => id.startsWith(prefix));

const entries = new Map(behaviourCatalogue.map((known) => [known.id, known]));

/**
 * How a column of browsing or social is treated by default. Pages, devices, communities (`social:community=1`) and
 * yes-or-no columns are left as they are: scaled to unit variance, a rare one would drown the rest.
 * @throws RangeError for an id that is not one of these columns.
 */
export function behaviourTreatment(id: string): Treatment {
  return { ...(isLevel(id) ? countryTreatment : knownEntry(id).treatment) };
}

/** Whether a column is shown to people, but never fed to a method. */
export function isForReading(id: string): boolean {
  return entries.get(id)?.readingOnly ?? false;
}

/** The unit of a column; of pages, devices and communities it is a share. */
export function behaviourUnit(id: string): FeatureUnit {
  return isLevel(id) ? 'share' : knownEntry(id).unit;
}

/** Sorts columns as the catalogue has them; those of levels keep their order at the end. */
export function inCatalogueOrder<T extends { id: string }>(columns: readonly T[]): T[] {
  const place = new Map(behaviourCatalogue.map(({ id }, i) => [id, i]));
  return [...columns].sort((a, b) => (place.get(a.id) ?? place.size) - (place.get(b.id) ?? place.size));
}

function knownEntry(id: string): CatalogueEntry {
  const known = entries.get(id);
  if (!known) throw new RangeError(`no such column of behaviour: ${id}`);
  return known;
}
