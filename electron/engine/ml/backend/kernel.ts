/**
 * Loads one of our WebAssembly kernels (`kernels/assembly/NAME.ts`, compiled to `dist/kernels/NAME.wasm`) and lays
 * arrays out in its memory. A kernel exports plain functions over byte offsets; it allocates nothing itself.
 */
import { readFileSync } from 'node:fs';
import { AppError } from '../../../../shared/errors.ts';

const compiled = new Map<string, WebAssembly.Module>();
const pageBytes = 65536;

export class Kernel<Exports extends object> {
  readonly exports: Exports;
  readonly #memory: WebAssembly.Memory;
  readonly #start: number;
  #top: number;

  constructor(name: string) {
    let module = compiled.get(name);
    if (!module) {
      const file = new URL(`../../../../dist/kernels/${name}.wasm`, import.meta.url);
      try {
        module = new WebAssembly.Module(readFileSync(file));
      } catch (cause) {
        throw new AppError('internal', { reason: 'kernel_missing', kernel: name }, { cause });
      }
      compiled.set(name, module);
    }
    const instance = new WebAssembly.Instance(module, { env: { seed: () => 0 } });
    const exports = instance.exports as unknown as Exports & { memory: WebAssembly.Memory };
    this.exports = exports;
    this.#memory = exports.memory;
    // The pages a kernel starts with hold what is its own.
    this.#start = exports.memory.buffer.byteLength;
    this.#top = this.#start;
  }

  /** Reserves bytes (64-byte aligned) and returns their offset. Views made earlier may become stale: take views last. */
  reserve(bytes: number): number {
    const offset = this.#top;
    this.#top = (offset + bytes + 63) & ~63;
    const missing = this.#top - this.#memory.buffer.byteLength;
    if (missing > 0) {
      try {
        this.#memory.grow(Math.ceil(missing / pageBytes));
      } catch (cause) {
        throw new AppError('out_of_memory', { reason: 'out_of_memory' }, { cause });
      }
    }
    return offset;
  }

  /** Forgets all reservations. */
  reset(): void {
    this.#top = this.#start;
  }

  float64(offset: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, offset, length);
  }
  float32(offset: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, offset, length);
  }
  int32(offset: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, offset, length);
  }
  uint8(offset: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, offset, length);
  }
}
