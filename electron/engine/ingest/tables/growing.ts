type Numbers = Float64Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer> | Int8Array<ArrayBuffer>;

/** A typed array that grows as values are added. */
export class Growing<Values extends Numbers> {
  length = 0;
  #values: Values;
  readonly #make: new (length: number) => Values;

  constructor(make: new (length: number) => Values) {
    this.#make = make;
    this.#values = new make(1024);
  }

  push(value: number): void {
    if (this.length === this.#values.length) {
      const larger = new this.#make(this.length * 2);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.length++] = value;
  }

  /** What was added, on memory of its own. */
  finish(): Values {
    return this.#values.slice(0, this.length) as Values;
  }
}
