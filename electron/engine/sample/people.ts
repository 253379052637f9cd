/** Invented people: names nobody bears, addresses at example.com, telephone numbers set aside for fiction. */
import { Random } from '../ml/random.ts';
import { dateText } from './calendar.ts';
import { findCumulative, seedOf } from './chance.ts';

interface Country {
  name: string;
  share: number;
  cities: readonly string[];
}

/** The first is the shop's own. */
export const countries: readonly Country[] = [
  {
    name: 'United Kingdom',
    share: 0.82,
    cities: ['London', 'Leeds', 'Bristol', 'Manchester', 'Glasgow', 'Cardiff', 'Norwich', 'York', 'Exeter', 'Belfast'],
  },
  { name: 'Ireland', share: 0.05, cities: ['Dublin', 'Cork', 'Galway', 'Limerick'] },
  { name: 'Germany', share: 0.04, cities: ['Berlin', 'Hamburg', 'Leipzig', 'Freiburg'] },
  { name: 'France', share: 0.035, cities: ['Paris', 'Lyon', 'Nantes', 'Lille'] },
  { name: 'Netherlands', share: 0.025, cities: ['Utrecht', 'Rotterdam', 'Groningen'] },
  { name: 'Belgium', share: 0.012, cities: ['Ghent', 'Antwerp'] },
  { name: 'Spain', share: 0.01, cities: ['Bilbao', 'Valencia'] },
  { name: 'Sweden', share: 0.008, cities: ['Uppsala', 'Malmo'] },
];

const cumulativeShares = countries.map((_, i) => countries.slice(0, i + 1).reduce((sum, { share }) => sum + share, 0));

const givenNames = (
  'Ada Alba Amir Anouk Arlo Bea Bodhi Carys Cleo Dara Davor Edda Elio Enid Farid Fern Gwen Hana Hugo Ines Ivo Jun ' +
  'Kaito Kira Lars Leila Lux Mabel Mina Milo Nia Noor Odin Orla Otis Pia Quinn Rafe Rosa Runa Sami Saskia Tavi Thea ' +
  'Uma Vera Wilf Xenia Yara Zeno'
).split(' ');
const familyStarts = 'Mock Sample Fable Fict Nowhere Story Pretend Dummy Invent Madeup Placeholder Makebelieve'.split(
  ' ',
);
const familyEnds = 'bridge brook by dale den field ford ham hurst ley mere ridge stead ton well wick'.split(' ');

/** Draws a country by its share: an index into `countries`. */
export function drawCountry(random: Random): number {
  return findCumulative(cumulativeShares, random.uniform());
}

export const customersHeader = 'CustomerID,name,email,phone,birthYear,city,country,signUpDate,plan,consent\n';

/** The number a customer goes by in all files; it says nothing of the kind. */
export function customerIdOf(customer: number): number {
  return 12001 + customer;
}

/** A line of customers.csv. `country` is an index into `countries`; the sign-up lies on or before `firstDay`. */
export function customerLine(seed: number, customer: number, country: number, firstDay: number): string {
  const random = new Random(seedOf(seed, customer, -3));
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(items.length)]!;
  const id = customerIdOf(customer);
  const given = pick(givenNames);
  const family = pick(familyStarts) + pick(familyEnds);
  // Ofcom sets these two ranges aside for use in drama.
  const range = pick(['+44 7700 900', '+44 1632 960']);
  const phone = `${range}${String(random.integer(1000)).padStart(3, '0')}`;
  const birthYear = 1945 + Math.round(60 * ((random.uniform() + random.uniform()) / 2));
  const signUp = dateText(firstDay - Math.floor(random.uniform() ** 3 * 60));
  const planDraw = random.uniform();
  const plan = planDraw < 0.7 ? 'basic' : planDraw < 0.92 ? 'plus' : 'family';
  const consent = random.uniform() < 0.78 ? 'yes' : 'no';
  const email = `${given}.${family}.${id}@example.com`.toLowerCase();
  const place = `${pick(countries[country]!.cities)},${countries[country]!.name}`;
  return `${id},${given} ${family},${email},${phone},${birthYear},${place},${signUp},${plan},${consent}\n`;
}
