/** Real logs against figures that pandas 3.0 gives for them, and the files of the sample shop. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { browsingColumns } from '../../../electron/engine/features/browsing-features.ts';
import { reviewColumns } from '../../../electron/engine/features/review-features.ts';
import { socialColumns } from '../../../electron/engine/features/social-features.ts';
import { Random } from '../../../electron/engine/ml/random.ts';
import { readSample } from '../sample/sample-folder.ts';
import { coded, logOf, sumOf, textsOf, valuesOf } from './behaviour-logs.ts';
import { seconds } from './tiny-shop.ts';

const data = process.env.CLIENTELE_DATA;

describe('real logs', () => {
  it.skipIf(!data)('Taobao agrees with an independent computation (needs CLIENTELE_DATA)', () => {
    const lines = readFileSync(join(data!, 'taobao_UserBehavior_sample.csv'), 'utf8').trim().split(/\r?\n/);
    const { events, customers } = logOf(
      lines.map((line) => {
        const [customer, item, category, action, time] = line.split(',');
        return { customer: customer!, item: item!, category: category!, action: action!, time: Number(time) };
      }),
    );
    expect(customers.length).toBe(43);
    const columns = browsingColumns(events, customers.length);
    const sum = (name: string): number => sumOf(columns, `browsing:${name}`);
    expect(
      ['events', 'sessions', 'views', 'cartAdds', 'favourites', 'purchases', 'activeDays'].map((name) => sum(name)),
    ).toEqual([4321, 722, 3926, 190, 128, 77, 309]);
    expect([sum('distinctItems'), sum('distinctCategories'), sum('daysSinceLastVisit')]).toEqual([3329, 1051, 50]);
    expect(sum('sessionLength')).toBeCloseTo(458.3703690306535, 9);
    expect(sum('eventsPerSession')).toBeCloseTo(263.1296996392096, 9);
    expect(sum('commonestCategoryShare')).toBeCloseTo(12.313553558342557, 9);
    expect(sum('viewToCart')).toBeCloseTo(1.351215941256189, 9);
    expect(sum('cartToPurchase')).toBeCloseTo(2.303113553113553, 9);
    expect(valuesOf(columns, 'browsing:cartToPurchase').filter((rate) => !Number.isNaN(rate)).length).toBe(29);
    expect(sum('viewToPurchase')).toBeCloseTo(1.0218926869769713, 9);
    expect(sum('returnedItemShare')).toBeCloseTo(4.599283314081502, 9);
    expect(sum('weekendShare')).toBeCloseTo(20.231431493151092, 9);
    expect(sum('eveningShare')).toBeCloseTo(2.8270112284585966, 9);
    expect(sum('hourSin')).toBeCloseTo(9.699908141245897, 9);
    expect(sum('hourCos')).toBeCloseTo(-7.63878453437241, 9);
    expect(sum('weekdaySin')).toBeCloseTo(-10.422216168267601, 9);
    expect(sum('weekdayCos')).toBeCloseTo(0.4417151960573988, 9);
    // Items are products, as the file tells actions.
    expect(columns.some(({ id }) => id.startsWith('browsing:page='))).toBe(false);
  });

  it.skipIf(!data)('Microsoft’s visitors get their commonest pages (needs CLIENTELE_DATA)', () => {
    const text = gunzipSync(readFileSync(join(data!, 'msweb_page_visits.csv.gz'))).toString('utf8');
    const { events, customers } = logOf(
      text
        .trim()
        .split(/\r?\n/)
        .slice(1)
        .map((line) => {
          const comma = line.indexOf(',');
          return { customer: line.slice(0, comma), item: line.slice(comma + 1) };
        }),
    );
    expect(customers.length).toBe(32_710);
    const columns = browsingColumns(events, customers.length);
    expect(columns.slice(0, 3).map(({ id }) => id)).toEqual([
      'browsing:events',
      'browsing:distinctItems',
      'browsing:page=Free Downloads',
    ]);
    expect(columns.length).toBe(2 + 28);
    expect(sumOf(columns, 'browsing:events')).toBe(98_653);
    expect(sumOf(columns, 'browsing:distinctItems')).toBe(98_653);
    expect(valuesOf(columns, 'browsing:distinctItems').filter((pages) => pages === 1).length).toBe(9994);
    expect(sumOf(columns, 'browsing:page=Free Downloads')).toBe(10_835);
    expect(columns.at(-1)!.id).toBe('browsing:page=Jakarta');
    expect(sumOf(columns, 'browsing:page=Jakarta')).toBe(670);
  });
});

describe('the sample shop', () => {
  it('gives columns of browsing, ties and reviews that add up to its files', async () => {
    const { files } = await readSample({ customers: 200, seed: 1 });
    const people = coded(files['customers.csv']!.map(({ CustomerID }) => CustomerID!)).levels;
    const rowOf = new Map(people.map((customer, row) => [customer, row]));
    const rows = (texts: string[]): Int32Array => Int32Array.from(texts, (text) => rowOf.get(text) ?? -1);

    const lines = files['events.csv']!;
    const { events } = logOf(
      lines.map(({ customer, session, time, type, product, device, seconds: spent }) => ({
        ...{ customer: customer!, session: session!, time: time!.slice(0, 16), action: type!, item: product! },
        ...{ device: device!, seconds: Number(spent) },
      })),
    );
    events.customer = rows(lines.map(({ customer }) => customer!));
    const browsing = browsingColumns(events, people.length);
    const sessions = new Set(lines.map(({ customer, session }) => `${customer}/${session}`));
    expect(sumOf(browsing, 'browsing:sessions')).toBe(sessions.size);
    expect(sumOf(browsing, 'browsing:events')).toBe(lines.length);
    expect(sumOf(browsing, 'browsing:purchases')).toBe(lines.filter(({ type }) => type === 'purchase').length);
    // There, whatever is bought was put into the cart before, and that was looked at before.
    const rates = ['viewToCart', 'cartToPurchase', 'viewToPurchase'].map((name) =>
      valuesOf(browsing, `browsing:${name}`),
    );
    valuesOf(browsing, 'browsing:purchases').forEach((purchases, row) => {
      expect(rates[1]![row]! > 0).toBe(purchases > 0);
      if (purchases > 0) expect(rates[2]![row]).toBeCloseTo(rates[0]![row]! * rates[1]![row]!, 12);
    });
    const devices = browsing.filter(({ id }) => id.startsWith('browsing:device='));
    expect(devices.map(({ id }) => id).sort()).toEqual(
      ['desktop', 'tablet'].map((device) => `browsing:device=${device}`),
    );
    // People of the sample keep to one device.
    expect(valuesOf(browsing, 'browsing:phoneShare').every((share) => share === 0 || share === 1 || isNaN(share))).toBe(
      true,
    );

    const ties = files['relationships.csv']!;
    const relation = coded(ties.map(({ type }) => type!));
    const social = socialColumns(
      {
        from: rows(ties.map(({ from }) => from!)),
        to: rows(ties.map(({ to }) => to!)),
        relation: relation.codes,
        relations: relation.levels,
      },
      people.length,
      new Random(1),
    );
    const [follows, referrals] = ['follows', 'referred'].map((type) => ties.filter((tie) => tie.type === type).length);
    expect(sumOf(social, 'social:inDegree')).toBe(follows);
    expect(sumOf(social, 'social:outDegree')).toBe(follows);
    expect(sumOf(social, 'social:referralsMade')).toBe(referrals);
    expect(sumOf(social, 'social:wasReferred')).toBe(referrals);
    const tied = new Set(ties.filter(({ type }) => type === 'follows').flatMap(({ from, to }) => [from, to]));
    expect(textsOf(social, 'social:community').filter((text) => text !== null).length).toBe(tied.size);

    const reviews = files['reviews.csv']!;
    const reviewed = reviewColumns(
      {
        customer: rows(reviews.map(({ customer }) => customer!)),
        rating: Float64Array.from(reviews, ({ rating }) => Number(rating)),
        time: Float64Array.from(reviews, ({ time }) => seconds(time!.slice(0, 16))),
        likes: Float64Array.from(reviews, ({ likes }) => Number(likes)),
      },
      people.length,
    );
    expect(sumOf(reviewed, 'social:reviews')).toBe(reviews.length);
    expect(sumOf(reviewed, 'social:likes')).toBe(reviews.reduce((sum, { likes }) => sum + Number(likes), 0));
    const means = valuesOf(reviewed, 'social:meanRating').filter((mean) => !Number.isNaN(mean));
    expect(Math.min(...means)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...means)).toBeLessThanOrEqual(5);
  });
});
