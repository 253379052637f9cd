/** The files that were handed over and not read in yet, in the order in which they will be read. */
import type { ColumnRole, FileReading, RunSettings } from '../../../shared/domain.ts';
import { isPictureName } from '../../../shared/picture-files.ts';
import { waysToAdd, type Addition, type AddWay } from '../../../shared/additions.ts';
import { AppError } from '../../../shared/errors.ts';
import { isActive } from '../../../shared/training.ts';
import type { Session } from '../../session.svelte.ts';
import { CareState } from './care.svelte.ts';
import { Draft, type KeptDraft } from './draft.svelte.ts';

const draftsKey = 'clientele.drafts';
/** The same customers whenever a sample is read again. */
const sampleSeed = 1;

interface Picture {
  name: string;
  file: string | null;
}

interface Kept {
  /** The workspace that the files are for. */
  place: string;
  drafts: KeptDraft[];
  reading: number | null;
  /** Absent where an earlier Clientele kept it, as the next. */
  sampleOneIn?: number | null;
  pictures?: Picture[];
  how?: AddWay | null;
  target?: number | null;
}

export class DataState {
  drafts = $state<Draft[]>([]);
  /** Position of the file whose columns are shown. */
  selected = $state(0);
  /** Pictures of products that were handed over, with the host's references; null while one goes up. */
  pictures = $state.raw<readonly Picture[]>([]);
  /** One customer in so many is read; null for all. */
  sampleOneIn = $state<number | null>(null);
  /** How the files are to be read into data that are there; null makes data of their own. */
  how = $state<AddWay | null>(null);
  /** What came of the last files that were read into data. */
  added = $state.raw<Addition | null>(null);
  /** The data set that a person chose for that; null is the first of `targets`. */
  chosenTarget = $state<number | null>(null);
  /** What is done to data sets that have been read. */
  readonly care: CareState;

  readonly ready = $derived(this.drafts.length > 0 && this.drafts.every((draft) => draft.ready));
  readonly shown = $derived(this.drafts[this.selected] ?? this.drafts[0] ?? null);
  /** What nobody is sure of, in all files. */
  readonly questions = $derived(this.drafts.reduce((sum, draft) => sum + draft.questions, 0));
  /** Roles that a file needs and no column has. */
  readonly missing = $derived(
    this.drafts.flatMap(({ missing }) => missing).filter((role, i, all) => all.indexOf(role) === i),
  );

  /** A file does not fit into the memory, or a sample is read because one did not. */
  readonly asksSample = $derived(
    this.sampleOneIn !== null || this.drafts.some(({ inspection }) => inspection?.memory !== undefined),
  );
  /** Lists of products alone name no customers. */
  readonly onlyProducts = $derived(this.drafts.length > 0 && this.drafts.every(({ kind }) => kind === 'catalogue'));
  /** Nothing that reading needs is missing; questions may be open. */
  readonly canRead = $derived(
    this.ready && this.missing.length === 0 && !this.onlyProducts && !this.pictures.some(({ file }) => file === null),
  );

  /** Data sets that the files could be read into, latest first, with the ways that go. */
  readonly targets = $derived.by(() => {
    if (!this.canRead || this.sampleOneIn !== null) return [];
    const files = this.drafts.map(({ kind, columns }) => ({ kind, columns }));
    const found = this.#session.readyDatasets.map((dataset) => ({ dataset, ways: waysToAdd(dataset, files) }));
    return found.filter(({ ways }) => ways.length > 0).reverse();
  });
  readonly target = $derived(
    this.targets.find(({ dataset }) => dataset.id === this.chosenTarget) ?? this.targets[0] ?? null,
  );

  readonly #session: Session;
  /** The job that reads the files. */
  #reading: number | null = null;

  constructor(session: Session) {
    this.#session = session;
    this.care = new CareState(session);
  }

  /** Hands files to the host and looks into each. */
  async add(given: readonly File[]): Promise<void> {
    this.added = null;
    const files = given.filter(({ name }) => !isPictureName(name));
    const pictures = this.#addPictures(given.filter(({ name }) => isPictureName(name)));
    await Promise.all(
      files.map(async (file) => {
        const draft = new Draft(this.#session, { name: file.name, bytes: file.size });
        this.drafts.push(draft);
        try {
          draft.reference = await this.#session.host.upload(file, (share) => (draft.uploaded = share));
          draft.uploaded = 1;
          this.#keep();
          await draft.open();
          if (draft.remembered) this.#keep();
        } catch (thrown) {
          draft.error = AppError.from(thrown);
        }
      }),
    );
    await pictures;
  }

  removePictures(): void {
    this.pictures = [];
    this.#keep();
  }

  /** One after the other: there may be thousands. What cannot be handed over is no picture that could be found. */
  async #addPictures(files: readonly File[]): Promise<void> {
    if (files.length === 0) return;
    const added = files.map(({ name }): Picture => ({ name, file: null }));
    this.pictures = [...this.pictures, ...added];
    for (const [i, file] of files.entries()) {
      const reference = await this.#session.host.upload(file, () => {}).catch(() => null);
      const picture = added[i]!;
      if (!this.pictures.includes(picture)) return;
      const done = reference === null ? [] : [{ ...picture, file: reference }];
      this.pictures = this.pictures.flatMap((one) => (one === picture ? done : [one]));
    }
    this.#keep();
  }

  /** After a reload: looks again into the files that the host still holds. */
  async restore(): Promise<void> {
    const kept = this.#session.host.memory.getItem(draftsKey);
    if (!kept || this.drafts.length > 0) return;
    const { place, drafts, reading, sampleOneIn, how, target, pictures } = JSON.parse(kept) as Kept;
    if (place !== this.#session.workspace?.path) return;
    this.sampleOneIn = sampleOneIn ?? null;
    this.how = how ?? null;
    this.chosenTarget = target ?? null;
    this.pictures = pictures ?? [];
    if (reading !== null) {
      const jobs = await this.#session.client.request('job.list', {});
      const job = jobs.find(({ id }) => id === reading);
      if (job?.status === 'succeeded') return this.clear();
      this.#reading = reading;
      if (job && isActive(job)) void this.#clearAfter(reading);
    }
    await Promise.all(
      drafts.map(async (one) => {
        const draft = new Draft(this.#session, one);
        draft.reference = one.reference;
        draft.uploaded = 1;
        this.drafts.push(draft);
        await draft.open(one);
      }),
    );
  }

  remove(position: number): void {
    this.drafts.splice(position, 1);
    this.selected = Math.max(0, Math.min(this.selected, this.drafts.length - 1));
    this.#keep();
  }

  /** Lets a file be read earlier (-1) or later (1): of two equal lines the one read first counts. */
  move(position: number, by: -1 | 1): void {
    const to = position + by;
    const draft = this.drafts[position];
    if (!draft || to < 0 || to >= this.drafts.length) return;
    const shown = this.shown;
    this.drafts.splice(position, 1);
    this.drafts.splice(to, 0, draft);
    this.selected = Math.max(0, this.drafts.indexOf(shown!));
    this.#keep();
  }

  /** Says what a column of the file that is shown is. */
  async setRole(index: number, role: ColumnRole): Promise<void> {
    await this.#change((draft) => draft.setRole(index, role));
  }

  /** Says how the file that is shown is read. */
  async choose(choice: Parameters<Draft['choose']>[0]): Promise<void> {
    await this.#change((draft) => draft.choose(choice));
  }

  /** Recognises the file that is shown anew, without what was corrected about the last one of its shape. */
  async recogniseAnew(): Promise<void> {
    await this.#change((draft) => draft.recogniseAnew());
  }

  /** Reads the files in; with settings, finds the segments right after. */
  async read(settings: RunSettings | null): Promise<void> {
    if (!this.canRead) return;
    // A list of products is no name for who bought them.
    const first = this.drafts.find(({ kind }) => kind !== 'catalogue');
    const params = {
      name: first!.name.replace(/(\.(csv|tsv|txt|xlsx|parquet|npy|zip|gz))+$/gi, '').slice(0, 200) || first!.name,
      files: this.drafts.map(({ reference }) => reference!),
      each: this.drafts.map(({ reading }) => ({ ...reading, ...this.#sample() })),
      ...(this.pictures.length > 0 ? { images: this.pictures.map(({ file }) => file!) } : {}),
    };
    const { target, how } = this;
    const into = target && how && target.ways.includes(how) ? { into: { datasetId: target.dataset.id, how } } : {};
    const jobId = await this.#session.importFiles({ ...params, ...into }, settings);
    if (jobId === null) return;
    this.#reading = jobId;
    this.#keep();
    await this.#clearAfter(jobId);
  }

  /** Reads one customer in so many, or all. */
  readSample(oneIn: number | null): void {
    this.sampleOneIn = oneIn;
    this.#keep();
  }

  /** Reads the files into data that are there, in this way; null into data of their own. */
  addAs(how: AddWay | null): void {
    this.how = how;
    this.#keep();
  }

  addTo(datasetId: number): void {
    this.chosenTarget = datasetId;
    this.#keep();
  }

  clear(): void {
    this.drafts = [];
    this.pictures = [];
    this.sampleOneIn = this.how = this.chosenTarget = null;
    this.#reading = null;
    this.selected = 0;
    this.#session.host.memory.removeItem(draftsKey);
  }

  #sample(): Pick<FileReading, 'sample'> {
    return this.sampleOneIn === null ? {} : { sample: { share: 1 / this.sampleOneIn, seed: sampleSeed } };
  }

  async #change(change: (draft: Draft) => Promise<void>): Promise<void> {
    if (!this.shown) return;
    const done = change(this.shown);
    // What was said is kept at once: a reload may come before the answer.
    this.#keep();
    await done;
  }

  /** Files that were read are done with; after a failure they stay, so that columns can be corrected. */
  async #clearAfter(jobId: number): Promise<void> {
    try {
      await this.#session.ended(jobId);
      this.clear();
      const job = (await this.#session.client.request('job.list', {})).find(({ id }) => id === jobId);
      this.added = (job?.result as unknown as Addition | undefined) ?? null;
    } catch {
      // The session shows the error; here it only means that the files stay.
      this.#reading = null;
      this.#keep();
    }
  }

  #keep(): void {
    const place = this.#session.workspace?.path;
    const drafts = this.drafts.flatMap((draft) => draft.keep() ?? []);
    const { memory } = this.#session.host;
    if (drafts.length === 0 || place === undefined) return memory.removeItem(draftsKey);
    memory.setItem(
      draftsKey,
      JSON.stringify({
        ...{ place, drafts, reading: this.#reading, sampleOneIn: this.sampleOneIn },
        pictures: this.pictures.filter(({ file }) => file !== null),
        ...{ how: this.how, target: this.chosenTarget },
      } satisfies Kept),
    );
  }
}
