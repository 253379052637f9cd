/** Which columns a file of each kind has, and which of them it cannot do without. */
import {
  orderRoles,
  type ColumnGuess,
  type ColumnRole,
  type FileKind,
  type GivenRole,
  type SourceFile,
} from './domain.ts';

const roles: Readonly<Record<FileKind, readonly GivenRole[]>> = {
  orders: orderRoles,
  attributes: ['customer', 'label', 'consent'],
  features: ['customer', 'label', 'consent'],
  events: ['customer', 'date', 'product', 'category', 'action', 'session', 'device', 'seconds'],
  relationships: ['customer', 'other', 'action'],
  reviews: ['customer', 'rating', 'product', 'date'],
  catalogue: ['product', 'description', 'category', 'brand', 'price', 'details', 'image'],
};

/** Roles of which a file has one column at most. */
export function singleRoles(kind: FileKind): readonly GivenRole[] {
  return roles[kind];
}

/** All that a column of such a file can be. */
export function columnRoles(kind: FileKind): readonly ColumnRole[] {
  const many: ColumnRole[] = hasAttributes(kind) ? ['attribute'] : [];
  return [...many, ...roles[kind], 'personal', 'ignored'];
}

/** Whether any number of columns become features. */
export function hasAttributes(kind: FileKind): boolean {
  return kind === 'attributes' || kind === 'features';
}

/** Roles that no column has and without which the file cannot be read: the price stands for an amount as well. */
export function missingRoles(kind: FileKind, found: readonly ColumnRole[]): ColumnRole[] {
  const lacks = (role: ColumnRole): boolean => !found.includes(role);
  switch (kind) {
    case 'orders':
      return [
        ...(['customer', 'date'] as const).filter(lacks),
        ...(lacks('price') && lacks('amount') ? (['price'] as const) : []),
      ];
    case 'attributes':
    case 'features':
      return (['attribute'] as const).filter(lacks);
    case 'events':
      return [
        ...(['customer'] as const).filter(lacks),
        ...((['product', 'action', 'session', 'seconds'] as const).every(lacks) ? (['action'] as const) : []),
      ];
    case 'relationships':
      return (['customer', 'other'] as const).filter(lacks);
    case 'reviews':
      return (['customer', 'rating'] as const).filter(lacks);
    case 'catalogue':
      return (['product'] as const).filter(lacks);
  }
}

/** The files whose lines are orders; data sets read before there was anything else do not say what theirs are. */
export function orderFiles(files: readonly SourceFile[]): SourceFile[] {
  return files.filter(({ kind }) => kind === undefined || kind === 'orders');
}

/** Whether the customers of files that were read are called by pseudonyms. */
export function idsReplaced(files: readonly { columns: readonly ColumnGuess[] }[]): boolean {
  return files.some(({ columns }) => columns.some(({ replaced }) => replaced));
}

/** Whether reading a file would put pseudonyms in the place of its customers' ids, which look personal. */
export function idsPersonal(columns: readonly ColumnGuess[]): boolean {
  return columns.some(({ role, masked }) => masked && (role === 'customer' || role === 'other'));
}
