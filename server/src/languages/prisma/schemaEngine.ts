/**
 * Prisma's own schema engine, `@prisma/prisma-schema-wasm`, called without the package's glue: that one reads its wasm
 * with `require('fs')` when it is imported, which no web worker has. Of its interface (made by wasm-bindgen) only
 * `lint` is used, which takes a string and gives a string.
 */
export interface SchemaEngine {
  /** `files` are pairs of name and text. */
  lint(files: readonly (readonly [name: string, text: string])[]): readonly EngineMessage[];
}

export interface EngineMessage {
  readonly file_name: string;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly is_warning: boolean;
}

/** What the platform offers everywhere, without the types of Node or the DOM. */
interface Platform {
  readonly WebAssembly: {
    compile(bytes: Uint8Array): Promise<WasmModule>;
    readonly Module: { imports(module: WasmModule): readonly { readonly module: string; readonly name: string }[] };
    readonly Instance: new (module: WasmModule, imports: object) => { readonly exports: Exports };
  };
  readonly TextEncoder: new () => { encode(text: string): Uint8Array };
  readonly TextDecoder: new (label: string) => { decode(bytes: Uint8Array): string };
}

type WasmModule = { readonly brand: 'WebAssembly.Module' };

interface Exports {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly __wbindgen_externrefs: { grow(by: number): number; set(index: number, value: unknown): void };
  __wbindgen_malloc(length: number, alignment: number): number;
  __wbindgen_free(pointer: number, length: number, alignment: number): void;
  __wbindgen_start(): void;
  lint(pointer: number, length: number): readonly [pointer: number, length: number];
}

/** The engine's memory never shrinks: past this many bytes a new instance is made. */
const MEMORY_LIMIT = 64 * 1024 * 1024;

export async function loadSchemaEngine(bytes: Uint8Array): Promise<SchemaEngine> {
  const platform = globalThis as unknown as Platform;
  const module = await platform.WebAssembly.compile(bytes);
  let exports: Exports | undefined;
  return {
    lint(files) {
      exports ??= instantiate(platform, module);
      try {
        return JSON.parse(callWithText(platform, exports, JSON.stringify(files))) as EngineMessage[];
      } catch (error) {
        // After a trap the instance is in an unknown state.
        exports = undefined;
        throw error;
      } finally {
        if (exports && exports.memory.buffer.byteLength > MEMORY_LIMIT) exports = undefined;
      }
    },
  };
}

function callWithText(platform: Platform, exports: Exports, text: string): string {
  const input = new platform.TextEncoder().encode(text);
  const pointer = exports.__wbindgen_malloc(input.length, 1) >>> 0;
  new Uint8Array(exports.memory.buffer).set(input, pointer);
  const [resultPointer, length] = exports.lint(pointer, input.length);
  const result = readText(platform, exports, resultPointer >>> 0, length >>> 0);
  exports.__wbindgen_free(resultPointer, length, 1);
  return result;
}

function readText(platform: Platform, exports: Exports, pointer: number, length: number): string {
  return new platform.TextDecoder('utf-8').decode(
    new Uint8Array(exports.memory.buffer).subarray(pointer, pointer + length),
  );
}

/** The names that the module imports end in a hash that changes with every build: matched by their beginnings. */
function instantiate(platform: Platform, module: WasmModule): Exports {
  let exports: Exports;
  let panic = '';
  const fail = (pointer: number, length: number): never => {
    throw new Error(panic || readText(platform, exports, pointer, length));
  };
  const functions: readonly (readonly [prefix: string, implementation: (...args: never[]) => unknown])[] = [
    ['__wbg_Error_', (pointer: number, length: number) => new Error(readText(platform, exports, pointer, length))],
    ['__wbg___wbindgen_throw_', fail],
    [
      '__wbg_set_message_',
      (pointer: number, length: number) => {
        panic = readText(platform, exports, pointer, length);
      },
    ],
    ['__wbindgen_init_externref_table', () => fillExternrefs(exports)],
  ];
  const imports: Record<string, Record<string, unknown>> = {};
  for (const { module: from, name } of platform.WebAssembly.Module.imports(module)) {
    const known = functions.find(([prefix]) => name.startsWith(prefix));
    (imports[from] ??= {})[name] = known?.[1] ?? (() => undefined);
  }
  exports = new platform.WebAssembly.Instance(module, imports).exports;
  exports.__wbindgen_start();
  return exports;
}

/** The first places of the table are the constants that wasm-bindgen expects there. */
function fillExternrefs(exports: Exports): void {
  const table = exports.__wbindgen_externrefs;
  const offset = table.grow(4);
  table.set(0, undefined);
  for (const [index, value] of [undefined, null, true, false].entries()) table.set(offset + index, value);
}
