/**
 * The rows of a long table that are in view. Browsers end an element at some 17 million pixels, which is half a million
 * rows: a longer table scrolls in smaller steps than it moves, and the wheel is counted apart so that it feels the same.
 */
import { elementScroll, observeElementOffset, observeElementRect, Virtualizer } from '@tanstack/virtual-core';

/** Pixels that every browser draws; Firefox ends at 17.9 million. */
const tallest = 15_000_000;
const overscan = 6;
/** Rows that are placed together: within a block they stand still, and only their common ground moves. */
const blockRows = 256;
/** Elements are used again for other rows; their number grows in steps of this. */
const slotStep = 32;

export interface VisibleRow {
  index: number;
  /** Which element shows the row: an element keeps its slot while rows come and go. */
  slot: number;
  /** Where the row begins, in pixels below `ground`. */
  y: number;
}

export interface VirtualRowsOptions {
  rowHeight: number;
  /** Height of what sticks to the top of the scrolling element. */
  headHeight: number;
  /** Hears which rows are in view whenever that changes. */
  onView: (first: number, last: number) => void;
}

export class VirtualRows {
  rows = $state.raw<readonly VisibleRow[]>([]);
  /** Where the rows' common ground is, in pixels below the head of the table. */
  ground = $state(0);
  /** Height of the element that holds the rows, in pixels. */
  height = $state(0);

  readonly #options: VirtualRowsOptions;
  #count = 0;
  /** Pixels that rows move per pixel scrolled. */
  #scale = 1;
  #element: HTMLElement | null = null;
  #virtualizer: Virtualizer<HTMLElement, HTMLElement> | null = null;
  #wheelRest = 0;
  #slots = slotStep;
  #shown: readonly number[] = [];
  /** First row of the block that `ground` is the place of. */
  #block = 0;

  constructor(options: VirtualRowsOptions) {
    this.#options = options;
  }

  /** Rows that fit between the head and the lower edge, at least one. */
  get pageSize(): number {
    return Math.max(1, Math.floor(this.#viewHeight / this.#options.rowHeight));
  }

  /** How far the table is scrolled, in rows. */
  get position(): number {
    return (this.#element?.scrollTop ?? 0) / this.#step;
  }

  /** Begins to watch a scrolling element; the result ends it. */
  attach(element: HTMLElement): () => void {
    this.#element = element;
    const virtualizer = new Virtualizer<HTMLElement, HTMLElement>(this.#settings());
    this.#virtualizer = virtualizer;
    const unmount = virtualizer._didMount();
    this.#measure();
    virtualizer._willUpdate();
    this.#show();
    const wheel = (event: WheelEvent): void => this.#wheel(event);
    const scroll = (): void => this.#place();
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('scroll', scroll, { passive: true });
    return () => {
      element.removeEventListener('scroll', scroll);
      element.removeEventListener('wheel', wheel);
      unmount();
      this.#element = this.#virtualizer = null;
    };
  }

  /** How many rows there are. */
  setCount(count: number): void {
    this.#count = count;
    this.#scale = Math.max(1, (count * this.#options.rowHeight) / tallest);
    this.#measure();
    if (!this.#virtualizer) return;
    this.#virtualizer.setOptions(this.#settings());
    this.#virtualizer.measure();
    this.#virtualizer._willUpdate();
    this.#show();
  }

  /** Scrolls to where `position` (in rows, see there) was. */
  restore(position: number): void {
    if (this.#element) this.#element.scrollTop = position * this.#step;
  }

  /** Scrolls as little as needed for a row to be in view. */
  reveal(index: number): void {
    const element = this.#element;
    if (!element) return;
    const view = this.#viewHeight / this.#scale;
    const start = index * this.#step;
    if (start < element.scrollTop) element.scrollTop = start;
    else if (start + this.#step > element.scrollTop + view) element.scrollTop = Math.ceil(start + this.#step - view);
  }

  /** Pixels of scrolling that a row takes. */
  get #step(): number {
    return this.#options.rowHeight / this.#scale;
  }

  get #viewHeight(): number {
    return Math.max(0, (this.#element?.clientHeight ?? 0) - this.#options.headHeight);
  }

  #settings(): ConstructorParameters<typeof Virtualizer<HTMLElement, HTMLElement>>[0] {
    return {
      count: this.#count,
      overscan,
      getScrollElement: () => this.#element,
      estimateSize: () => this.#step,
      scrollToFn: elementScroll,
      initialOffset: () => this.#element?.scrollTop ?? 0,
      observeElementOffset,
      // In pixels of scrolling, so that all of it is in one measure.
      observeElementRect: (instance, tell) =>
        observeElementRect(instance, ({ width }) => {
          this.#measure();
          tell({ width, height: this.#viewHeight / this.#scale });
        }),
      onChange: () => this.#show(),
    };
  }

  /** The end of the scrolling is where the last row stands at the lower edge. */
  #measure(): void {
    const view = this.#viewHeight;
    this.height = this.#count * this.#step + (view - view / this.#scale);
  }

  #show(): void {
    const virtualizer = this.#virtualizer;
    if (!virtualizer) return;
    const indexes = virtualizer.getVirtualIndexes();
    const first = indexes[0] ?? 0;
    const block = first - (first % blockRows);
    this.#block = block;
    this.#place();
    while (this.#slots < indexes.length) this.#slots += slotStep;
    // While the same rows are in view, there is nothing else to draw.
    if (this.#shown !== indexes) {
      this.#shown = indexes;
      const { rowHeight } = this.#options;
      this.rows = indexes.map((index) => ({ index, slot: index % this.#slots, y: (index - block) * rowHeight }));
    }
    const { range } = virtualizer;
    if (range) this.#options.onView(range.startIndex, range.endIndex);
  }

  /** Rows of a scaled table move further than it is scrolled, at every step of the scrolling. */
  #place(): void {
    const offset = this.#element?.scrollTop ?? 0;
    this.ground = offset + (this.#block * this.#step - offset) * this.#scale;
  }

  #wheel(event: WheelEvent): void {
    if (this.#scale === 1 || event.ctrlKey || event.shiftKey || event.deltaY === 0 || !this.#element) return;
    event.preventDefault();
    const unit = [1, this.#options.rowHeight, this.#viewHeight][event.deltaMode] ?? 1;
    // An element scrolls by whole pixels: what is left over waits for the next turn.
    const wanted = (event.deltaY * unit) / this.#scale + this.#wheelRest;
    const whole = Math.trunc(wanted);
    this.#wheelRest = wanted - whole;
    this.#element.scrollTop += whole;
  }
}
