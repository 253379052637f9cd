/** What the window is made of: the session, the state of every page, and which page is shown. */
import type { Client } from '../shared/protocol.ts';
import type { Host } from './client.ts';
import { ProductsState } from './features/products/products.svelte.ts';
import { CustomersState } from './features/customers/customers.svelte.ts';
import { AdjustState } from './features/adjust/adjust.svelte.ts';
import { NoteState } from './features/results/note.svelte.ts';
import { CompareState } from './features/compare/compare.svelte.ts';
import { DataState } from './features/data/data.svelte.ts';
import { EvaluateState } from './features/evaluate/evaluate.svelte.ts';
import { FeaturesState } from './features/features/features.svelte.ts';
import { RecipeState } from './features/recipe/recipe.svelte.ts';
import { ResultsState } from './features/results/results.svelte.ts';
import { TrainState } from './features/train/train.svelte.ts';
import { WelcomeState } from './features/welcome/welcome.svelte.ts';
import { Session } from './session.svelte.ts';

export const pages = ['data', 'features', 'train', 'evaluate', 'results', 'customers', 'products', 'compare'] as const;
export type Page = (typeof pages)[number];

export class AppState {
  readonly session: Session;
  readonly welcome: WelcomeState;
  readonly data: DataState;
  readonly train: TrainState;
  readonly evaluate: EvaluateState;
  readonly features: FeaturesState;
  readonly recipe: RecipeState;
  readonly results: ResultsState;
  readonly customers: CustomersState;
  readonly products: ProductsState;
  readonly adjust: AdjustState;
  readonly note: NoteState;
  readonly compare: CompareState;
  page = $state<Page>('data');
  /** The run that was finished while a person was at something else; they hear of it where they are. */
  finished = $state<number | null>(null);
  /** Whether a person has chosen a page in this window. */
  #moved = false;

  /** `navigate` puts a page, or a part of it (`customers/12`), into the window's address. */
  constructor(client: Client, host: Host, navigate: (place: string) => void) {
    this.session = new Session(client, host);
    this.welcome = new WelcomeState(this.session);
    this.data = new DataState(this.session);
    this.train = new TrainState(this.session);
    this.evaluate = new EvaluateState(this.session);
    this.recipe = new RecipeState(this.session, this.train);
    this.features = new FeaturesState(this.session, this.recipe);
    this.results = new ResultsState(this.session);
    this.customers = new CustomersState(this.session, (row) => this.go('customers', row === null ? '' : String(row)));
    this.products = new ProductsState(this.session);
    this.adjust = new AdjustState(this.session);
    this.note = new NoteState(this.session);
    this.compare = new CompareState(this.session);
    this.go = (page, part = '') => {
      this.#moved = true;
      if (page === 'results') this.finished = null;
      this.page = page;
      if (page === 'customers') this.customers.follow(part);
      navigate(part === '' ? page : `${page}/${part}`);
    };
    this.welcome.onOpen = () => this.go(this.firstPage());
    this.session.onResults = () => {
      // Who waits is taken to the results; who works elsewhere is told, and stays.
      if (!this.#moved || this.page === 'train' || this.page === 'evaluate') this.go('results');
      else if (this.page !== 'results') this.finished = this.session.report?.runId ?? null;
    };
  }

  readonly go: (page: Page, part?: string) => void;

  /** Shows the run in view beside another one. */
  compareWith(runId: number): void {
    this.compare.choose(runId);
    this.go('compare');
  }

  /** Takes the page from the window's address (`#data`, `#customers/12`); anything else leaves it as it is. */
  follow(hash: string): void {
    const [name, part = ''] = hash.slice(1).split('/');
    const named = pages.find((page) => page === name);
    if (!named) return;
    this.#moved = true;
    this.page = named;
    if (named === 'customers') this.customers.follow(part);
  }

  /** The page that a workspace opens on: what is being worked on, else what there is to see. */
  firstPage(): Page {
    if (this.session.activeJob) return 'train';
    return this.session.report ? 'results' : 'data';
  }

  /** Makes the sample workspace and goes all the way to its results. */
  async trySample(name: string): Promise<void> {
    await this.welcome.sample(name, async () => {
      await this.session.trySample(name, this.train.settings);
      this.go('train');
    });
    if (this.session.workspace && this.page !== 'train') this.go(this.firstPage());
  }

  /** Reads what was handed over and finds the segments with every choice as recommended. */
  async doItForMe(): Promise<void> {
    const { session, data, train } = this;
    if (data.drafts.length > 0) await data.read(train.settings);
    else await train.start();
    if (!session.error) this.go('train');
  }

  async closeWorkspace(): Promise<void> {
    await this.note.flush();
    this.data.clear();
    this.train.choices.forget();
    this.features.clear();
    this.finished = null;
    await this.session.leave();
    await this.welcome.load();
  }
}
