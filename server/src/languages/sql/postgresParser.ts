import createModule, { type PgQueryModule } from 'libpg-query/wasm/libpg-query.js';

/** What PostgreSQL 18's grammar says of a text. */
export type PostgresParse =
  | { readonly tree: PostgresTree }
  /** `cursor`: 0-based, in code points. */
  | { readonly message: string; readonly cursor: number };

/** libpg-query's JSON: locations are UTF-8 bytes, zero values are left out, identifiers are cut at 63 bytes. */
export interface PostgresTree {
  readonly version: number;
  readonly stmts?: readonly { readonly stmt: object; readonly stmt_location?: number; readonly stmt_len?: number }[];
}

export interface PostgresParser {
  /** Undefined while the parser recovers from a crash. */
  parse(text: string): PostgresParse | undefined;
}

interface WasmInstance {
  readonly exports: Readonly<Record<string, unknown>>;
}

/** The part of WebAssembly that is needed here; both hosts have it, and neither's types are known below them. */
interface WasmApi {
  compile(bytes: Uint8Array): Promise<object>;
  instantiate(module: object, imports: object): Promise<WasmInstance>;
}

/** The memory of an instance grows and never shrinks: at this many times what it began with, a new one takes over. */
const mayGrowTo = 2;

/** Offsets in libpg-query's result and error structs. */
const resultError = 8;
const errorCursor = 16;

/** @param bytes libpg-query.wasm */
export async function loadPostgresParser(bytes: Uint8Array): Promise<PostgresParser> {
  const { WebAssembly: wasm } = globalThis as unknown as { readonly WebAssembly: WasmApi };
  const compiled = await wasm.compile(bytes);

  async function create() {
    let instance: WasmInstance | undefined;
    const module = await createModule({
      instantiateWasm(imports, receive) {
        wasm.instantiate(compiled, imports).then(created => {
          instance = created;
          receive(created);
        });
        return {};
      },
    });
    const limit = mayGrowTo * memorySizeOf(instance);
    return { module, isTooLarge: () => memorySizeOf(instance) > limit };
  }

  let current: Awaited<ReturnType<typeof create>> | undefined = await create();

  function renew(): void {
    current = undefined;
    create().then(
      created => {
        current = created;
      },
      () => {},
    );
  }

  return {
    parse(text) {
      if (!current) return undefined;
      try {
        const result = parseWith(current.module, text);
        if (current.isTooLarge()) renew();
        return result;
      } catch {
        // A RuntimeError of the wasm: its memory may be in any state.
        renew();
        return undefined;
      }
    },
  };
}

/** Emscripten shortens the names of exports, so the memory is found by what it is. */
function memorySizeOf(instance: WasmInstance | undefined): number {
  for (const one of Object.values(instance?.exports ?? {})) {
    const { buffer } = one as { readonly buffer?: { readonly byteLength: number } };
    if (buffer) return buffer.byteLength;
  }
  return 0;
}

function parseWith(module: PgQueryModule, text: string): PostgresParse {
  const size = module.lengthBytesUTF8(text) + 1;
  const query = module._malloc(size);
  let result = 0;
  try {
    module.stringToUTF8(text, query, size);
    result = module._wasm_parse_query_raw(query);
    const error = module.getValue(result + resultError, 'i32');
    if (error) {
      const message = module.UTF8ToString(module.getValue(error, 'i32'));
      return { message, cursor: Math.max(0, module.getValue(error + errorCursor, 'i32') - 1) };
    }
    return { tree: JSON.parse(module.UTF8ToString(module.getValue(result, 'i32'))) as PostgresTree };
  } finally {
    module._free(query);
    if (result) module._wasm_free_parse_result(result);
  }
}
