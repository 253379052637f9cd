/** Zachary's karate club (1977): who met whom outside of it; and on whose side each stood when it split. */
import type { Edges } from '../../../../electron/engine/ml/graph/network.ts';

/** Of each member, those met who have a higher number. */
const met = [
  '1 2 3 4 5 6 7 8 10 11 12 13 17 19 21 31',
  '2 3 7 13 17 19 21 30',
  '3 7 8 9 13 27 28 32',
  '7 12 13',
  '6 10',
  '6 10 16',
  '16',
  '',
  '30 32 33',
  '33',
  ...['', '', ''],
  '33',
  '32 33',
  '32 33',
  ...['', ''],
  '32 33',
  '33',
  '32 33',
  '',
  '32 33',
  '25 27 29 32 33',
  '25 27 31',
  '31',
  '29 33',
  '33',
  '31 33',
  '32 33',
  '32 33',
  '32 33',
  '33',
  '',
];

export const members = met.length;

/** Every tie once, from the lower number to the higher. */
export const karate: Edges = {
  from: Int32Array.from(
    met.flatMap((others, member) =>
      others
        .split(' ')
        .filter(Boolean)
        .map(() => member),
    ),
  ),
  to: Int32Array.from(met.flatMap((others) => others.split(' ').filter(Boolean).map(Number))),
};

/** 0 for those who stayed with the instructor. */
export const sides = Int32Array.from({ length: members }, (_, member) =>
  [0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 11, 12, 13, 16, 17, 19, 21].includes(member) ? 0 : 1,
);
