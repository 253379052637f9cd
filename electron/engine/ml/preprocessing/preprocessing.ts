/** From a table of raw features to the matrix that every method sees, by one fitted model. */
import type { FeatureTable } from '../../../../shared/domain.ts';
import { AppError } from '../../../../shared/errors.ts';
import type { Matrix } from '../types.ts';
import { holdUnusual, type HeldUnusual } from './unusual.ts';
import { isUsable } from './usable.ts';
import { applyColumn, fitColumn, writeColumn } from './column.ts';
import type { FittedColumn } from './column.ts';
import { fillGaps, fitNeighbourFill, type GappyColumn, type NeighbourFill } from './neighbour-fill.ts';

/** The columns in use, in the order of the matrix; plain data. */
export interface PreprocessingModel {
  version: 1;
  columns: (FittedColumn & { id: string })[];
  /** What fills the gaps of columns that take their neighbours' values, before anything else; absent where none does. */
  neighbours?: NeighbourFill;
  /** How customers unlike all others are held, after everything else; absent where they count like everybody. */
  unusual?: HeldUnusual;
}

/**
 * Learns fill values, bounds, means and scales of the columns in use (`inUse`), each by its own treatment. The table
 * is left untouched and nothing is remembered between calls. O(f n) for f columns and n customers.
 */
export function fitPreprocessing(table: FeatureTable): PreprocessingModel {
  return fitFilled(table).model;
}

/** Fits a table and applies the model to it: as both in turn, but gaps are filled once. */
export function treatTable(given: FeatureTable): { preprocessing: PreprocessingModel; treated: Matrix } {
  const { model, table } = fitFilled(given);
  return { preprocessing: model, treated: treatFilled(model, table) };
}

function fitFilled(given: FeatureTable): { model: PreprocessingModel; table: FeatureTable } {
  const neighbours = fitNeighbours(given);
  const table = neighbours ? withoutGaps(neighbours, given) : given;
  const columns: PreprocessingModel['columns'] = [];
  table.definitions.forEach((definition, f) => {
    if (!definition.inUse) return;
    columns.push({ id: definition.id, ...fitColumn(table.values[f]!, definition.treatment) });
  });
  const used = table.definitions.filter(({ inUse }) => inUse);
  const found = used.filter(({ family }) => family !== 'formula');
  // Ready features keep their proportions, but networks need them near 1: all are divided by one number.
  if (found.every(({ family, treatment }) => family === 'ready' && treatment.scale === 'none')) {
    const ready = columns.filter((_, f) => used[f]!.family === 'ready');
    const scale = rootMeanSquare(ready, table);
    for (const column of ready) column.scale = scale;
  }
  return { model: { version: 1, columns, ...(neighbours ? { neighbours } : {}) }, table };
}

/** Donors for all columns that are filled by their neighbours and have gaps; undefined where there are none. */
function fitNeighbours({ definitions, values }: FeatureTable): NeighbourFill | undefined {
  const column = (f: number): GappyColumn => {
    const { id, treatment } = definitions[f]!;
    return { id, values: values[f]!, fitted: fitColumn(values[f]!, { ...treatment, scale: 'none' }) };
  };
  const positions = [...definitions.keys()];
  const filled = positions.filter(
    (f) => definitions[f]!.treatment.missing === 'neighbours' && !values[f]!.every(isUsable),
  );
  if (filled.length === 0) return undefined;
  return fitNeighbourFill(positions.filter((f) => definitions[f]!.inUse).map(column), filled.map(column));
}

/** The table with the gaps filled that neighbours fill; untouched columns are shared. */
export function withoutGaps(neighbours: NeighbourFill, table: FeatureTable): FeatureTable {
  const filled = fillGaps(neighbours, table);
  return { ...table, values: table.values.map((values, f) => filled.get(table.definitions[f]!.id) ?? values) };
}

/** Of all cells of the columns together (as DEC scales its input, Xie, Girshick & Farhadi 2016); 1 where all are 0. */
function rootMeanSquare(columns: PreprocessingModel['columns'], table: FeatureTable): number {
  const position = new Map(table.definitions.map(({ id }, f) => [id, f]));
  let sum = 0;
  for (const column of columns) {
    for (const value of applyColumn(table.values[position.get(column.id)!]!, column)) sum += value * value;
  }
  const mean = sum / (columns.length * table.customers.length);
  return Number.isFinite(mean) && mean > 0 ? Math.sqrt(mean) : 1;
}

/**
 * The treated features of a table's customers: n rows, one column per `model.columns`, Float32 on shared memory so that
 * workers read it without a copy. Never holds NaN or Infinity. Columns are found by id; those that the model does not
 * know are left aside.
 * @throws AppError invalid_input (`missing_feature`) if the table lacks a column of the model.
 */
export function applyPreprocessing(model: PreprocessingModel, table: FeatureTable): Matrix {
  return treatFilled(model, model.neighbours ? withoutGaps(model.neighbours, table) : table);
}

function treatFilled(model: PreprocessingModel, table: FeatureTable): Matrix {
  const nSamples = table.customers.length;
  const nFeatures = model.columns.length;
  const data = new Float32Array(new SharedArrayBuffer(nSamples * nFeatures * Float32Array.BYTES_PER_ELEMENT));
  const position = new Map(table.definitions.map((definition, f) => [definition.id, f]));
  model.columns.forEach((column, f) => {
    const values = table.values[position.get(column.id) ?? -1];
    if (!values) throw new AppError('invalid_input', { reason: 'missing_feature', feature: column.id });
    writeColumn(values, column, data, f, nFeatures);
  });
  const treated = { data, nSamples, nFeatures };
  if (model.unusual) holdUnusual(model.unusual, treated);
  return treated;
}
