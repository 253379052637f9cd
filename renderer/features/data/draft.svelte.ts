/** One file that was handed over and not read in yet: what it is, and what a person knows better. */
import type {
  CalendarOrder,
  ColumnGuess,
  ColumnRole,
  FileInspection,
  FileKind,
  FileReading,
  GivenRole,
} from '../../../shared/domain.ts';
import { missingRoles, singleRoles } from '../../../shared/file-roles.ts';
import { AppError } from '../../../shared/errors.ts';
import type { Session } from '../../session.svelte.ts';

/** Below this confidence a person is asked. */
export const sureFrom = 0.6;
/** How a person wants the file to be read; what is left out is found. */
export interface Choices {
  kind?: FileKind;
  /** Sheet of a workbook, or file in an archive. */
  part?: string;
  encoding?: string;
  delimiter?: string;
  hasHeader?: boolean;
  dateOrder?: CalendarOrder;
}

/** What the window remembers of a draft over a reload: no cell of the file. */
export interface KeptDraft {
  reference: string;
  name: string;
  bytes: number;
  roles: Record<number, ColumnRole>;
  choices: Choices;
  /** Absent where an earlier Clientele kept it. */
  remembered?: boolean;
}

export type DraftColumn = ColumnGuess & { ask: boolean; corrected: boolean };

/** Whether only one column can have a role: a column that is read by itself, not as one of many. */
export function matters(role: ColumnRole): role is GivenRole {
  return role !== 'ignored' && role !== 'personal' && role !== 'attribute';
}

export class Draft {
  /** The host's reference; null while the file goes up. */
  reference = $state<string | null>(null);
  readonly name: string;
  readonly bytes: number;
  /** Share that has gone up, 0 to 1. */
  uploaded = $state(0);
  /** As the file would be read now. */
  inspection = $state.raw<FileInspection | null>(null);
  /** As it was found before anybody said anything. */
  found = $state.raw<FileInspection | null>(null);
  /** Sheets, or files in an archive, that are read when nobody chooses one. */
  usualParts = $state.raw<string[]>([]);
  /** The file cannot be used at all. */
  error = $state.raw<AppError | null>(null);
  /** It cannot be read in the way that was chosen last; the earlier view of it stays. */
  choiceError = $state.raw<AppError | null>(null);
  /** Roles that a person gave, by the position of the column. */
  roles = $state<Record<number, ColumnRole>>({});
  choices = $state.raw<Choices>({});
  /** It is read as the last file of this shape was corrected, until somebody wants it recognised anew. */
  remembered = $state(false);
  /** An answer of the engine is on its way. */
  looking = $state(false);

  readonly columns = $derived.by((): DraftColumn[] =>
    (this.inspection?.columns ?? []).map((column) => {
      const corrected = Object.hasOwn(this.roles, column.index);
      const role = corrected ? this.roles[column.index]! : column.role;
      return { ...column, role, corrected, ask: !corrected && matters(role) && column.confidence < sureFrom };
    }),
  );
  readonly kind = $derived<FileKind>(this.choices.kind ?? this.inspection?.kind ?? 'orders');
  /** Roles that no column has. */
  readonly unplaced = $derived(
    singleRoles(this.kind).filter((role) => !this.columns.some((column) => column.role === role)),
  );
  /** What is needed to read the file and is not there. */
  readonly missing = $derived(
    this.inspection
      ? missingRoles(
          this.kind,
          this.columns.map(({ role }) => role),
        )
      : [],
  );
  /** Whether a person should say how 03/04/2011 is to be read. */
  readonly asksDates = $derived(
    this.inspection !== null &&
      this.inspection.dateOrderAmbiguous &&
      this.inspection.openDates.length > 0 &&
      this.choices.dateOrder === undefined,
  );
  readonly questions = $derived(this.columns.filter(({ ask }) => ask).length + (this.asksDates ? 1 : 0));
  /** How sure its kind is: as sure as the kind itself and the least sure of the columns that only it has. */
  readonly sureness = $derived.by(() => {
    if (this.missing.length > 0) return 0;
    const roles = this.columns.filter(({ role }) => matters(role));
    const kind = this.choices.kind || this.kind === 'orders' ? 1 : (this.found?.kindConfidence ?? 0);
    return Math.min(kind, ...roles.map(({ corrected, confidence }) => (corrected ? 1 : confidence)));
  });
  readonly ready = $derived(this.inspection !== null && this.error === null && this.choiceError === null);

  readonly #session: Session;
  /** The latest look into the file; an earlier one that answers later is passed over. */
  #look = 0;

  constructor(session: Session, file: { name: string; bytes: number }) {
    this.#session = session;
    this.name = file.name;
    this.bytes = file.bytes;
  }

  /** What a person said, as the contract wants it: columns go by their number, as names may be given twice. */
  get reading(): FileReading {
    const columns: FileReading['columns'] = {};
    const exclude: number[] = [];
    const personal: number[] = [];
    const attributes: number[] = [];
    for (const [index, role] of Object.entries(this.roles)) {
      const number = Number(index) + 1;
      if (matters(role)) columns[role] = number;
      else ({ personal, attribute: attributes, ignored: exclude })[role].push(number);
    }
    // What was found at first stays: a column that is left out does not make another kind of file.
    const kind = this.found?.kind;
    return {
      ...(kind ? { kind } : {}),
      ...{ columns, exclude, personal },
      ...(attributes.length > 0 ? { attributes } : {}),
      ...this.choices,
    };
  }

  /** Says what a column is; a role that only one column can have leaves the one that had it. */
  setRole(index: number, role: ColumnRole): Promise<void> {
    const dateBefore = this.#dateColumn();
    if (matters(role)) {
      const holder = this.columns.find((other) => other.role === role && other.index !== index);
      // An address that served as the customer is personal again.
      if (holder) this.roles[holder.index] = holder.masked ? 'personal' : 'ignored';
    }
    this.roles[index] = role;
    // Another column has other dates: what was said about the order of their parts was about the old ones.
    const datesChanged = this.#dateColumn() !== dateBefore;
    if (datesChanged) this.choices = without(this.choices, 'dateOrder');
    return this.lookAgain({ thoroughly: datesChanged });
  }

  /** Says how the file is read; `undefined` goes back to what was found. */
  async choose(choice: { [Key in keyof Choices]: Choices[Key] | undefined }): Promise<void> {
    const [[key, value]] = Object.entries(choice) as [[keyof Choices, unknown]];
    if (key === 'part') {
      // Another table altogether.
      this.roles = {};
      this.choices = value === undefined ? {} : { part: String(value) };
      await this.#inspect({ thoroughly: true }, 'newly');
      return this.#recall();
    }
    this.choices = { ...without(this.choices, key), ...(value === undefined ? {} : { [key]: value }) };
    // Other columns: what was said about the old ones is about nothing any more.
    if (key === 'delimiter' || key === 'kind') this.roles = {};
    await this.lookAgain({ thoroughly: key !== 'dateOrder' });
  }

  /** Looks into the file for the first time, or as it was left before a reload. */
  async open(kept?: Pick<KeptDraft, 'roles' | 'choices' | 'remembered'>): Promise<void> {
    await this.#inspect({ thoroughly: true }, 'first');
    if (!kept && !this.error) return this.#recall();
    this.remembered = kept?.remembered ?? false;
    if (!kept || this.error || (Object.keys(kept.roles).length === 0 && Object.keys(kept.choices).length === 0)) return;
    if (kept.choices.part !== undefined) await this.choose({ part: kept.choices.part });
    this.roles = kept.roles;
    this.choices = kept.choices;
    await this.lookAgain({ thoroughly: true });
  }

  /** Shows the file as it would be read now: at once from its beginning, then, where that may differ, from more of it. */
  async lookAgain({ thoroughly }: { thoroughly: boolean }): Promise<void> {
    const isLatest = await this.#inspect({ thoroughly: false });
    if (thoroughly && isLatest && !this.choiceError) await this.#inspect({ thoroughly: true });
  }

  /** Forgets what was corrected about the last file of this shape. */
  async recogniseAnew(): Promise<void> {
    const { part } = this.choices;
    this.roles = {};
    this.choices = part === undefined ? {} : { part };
    this.remembered = false;
    await this.lookAgain({ thoroughly: true });
  }

  keep(): KeptDraft | null {
    if (this.reference === null) return null;
    const { reference, name, bytes, choices, remembered } = this;
    return { reference, name, bytes, roles: $state.snapshot(this.roles), choices, remembered };
  }

  /** Begins with what was corrected about the last file of this shape, as if it had been said of this one. */
  async #recall(): Promise<void> {
    const reading = this.found?.remembered;
    if (!reading) return;
    const { columns, exclude, personal = [], attributes = [] } = reading;
    const roles: Record<number, ColumnRole> = {};
    const give = (role: ColumnRole, column: string | number): void => void (roles[Number(column) - 1] = role);
    for (const [role, column] of Object.entries(columns) as [GivenRole, number][]) give(role, column);
    exclude.forEach((column) => give('ignored', column));
    personal.forEach((column) => give('personal', column));
    attributes.forEach((column) => give('attribute', column));
    const { part } = this.choices;
    const { kind, encoding, delimiter, hasHeader, dateOrder } = reading;
    const choices = { part, kind, encoding, delimiter, hasHeader, dateOrder };
    this.roles = roles;
    this.choices = Object.fromEntries(Object.entries(choices).filter(([, value]) => value !== undefined));
    this.remembered = true;
    await this.lookAgain({ thoroughly: true });
  }

  #dateColumn(): number {
    return this.columns.find(({ role }) => role === 'date')?.index ?? -1;
  }

  /**
   * False when something newer was asked for in the meantime. What a first look, or a new one at another table, sees is
   * what was found.
   */
  async #inspect(
    { thoroughly }: { thoroughly: boolean },
    look: 'first' | 'newly' | 'again' = 'again',
  ): Promise<boolean> {
    if (this.reference === null) return false;
    const number = ++this.#look;
    this.looking = true;
    try {
      const params = { file: this.reference, ...this.reading, ...this.#known(thoroughly), quick: !thoroughly };
      const inspection = await this.#session.client.request('file.inspect', params);
      if (number !== this.#look) return false;
      this.inspection = this.#asKnown(inspection, thoroughly);
      if (look !== 'again') this.found = inspection;
      if (look === 'first') this.usualParts = inspection.parts.filter(({ read }) => read).map(({ name }) => name);
      this.choiceError = null;
    } catch (thrown) {
      if (number !== this.#look) return false;
      if (look === 'first') this.error = AppError.from(thrown);
      else this.choiceError = AppError.from(thrown);
    } finally {
      if (number === this.#look) this.looking = false;
    }
    return true;
  }

  /** A quick look knows the encoding and the order of dates from the thorough one before it. */
  #known(thoroughly: boolean): Choices {
    const { inspection, choices } = this;
    if (thoroughly || !inspection) return {};
    const { dateOrder } = inspection;
    const sameDates = inspection.columns.find(({ role }) => role === 'date')?.index === this.#dateColumn();
    return {
      ...(choices.encoding === undefined && this.found ? { encoding: this.found.encoding } : {}),
      ...(choices.dateOrder === undefined && sameDates && (dateOrder === 'mdy' || dateOrder === 'dmy')
        ? { dateOrder }
        : {}),
    };
  }

  /** What was handed along as known was not chosen by anybody. */
  #asKnown(inspection: FileInspection, thoroughly: boolean): FileInspection {
    const before = this.inspection;
    const known = this.#known(thoroughly);
    if (!before) return inspection;
    const { because } = inspection;
    const found = this.found!;
    return {
      ...inspection,
      ...(known.dateOrder && { dateOrderAmbiguous: before.dateOrderAmbiguous, openDates: before.openDates }),
      because: {
        ...because,
        ...(known.encoding && { encoding: found.because.encoding }),
        ...(known.dateOrder && { dateOrder: before.because.dateOrder }),
      },
    };
  }
}

function without(choices: Choices, key: keyof Choices): Choices {
  return Object.fromEntries(Object.entries(choices).filter(([name]) => name !== key));
}
