/** The bare Emscripten module of libpg-query: the package's own entry loads its wasm from disk, which no worker can. */
declare module 'libpg-query/wasm/libpg-query.js' {
  export interface PgQueryModule {
    lengthBytesUTF8(text: string): number;
    stringToUTF8(text: string, pointer: number, size: number): void;
    UTF8ToString(pointer: number): string;
    getValue(pointer: number, type: 'i32'): number;
    _malloc(size: number): number;
    _free(pointer: number): void;
    _wasm_parse_query_raw(query: number): number;
    _wasm_free_parse_result(result: number): void;
  }

  export default function createModule(options: {
    instantiateWasm(imports: object, receive: (instance: object) => void): object;
  }): Promise<PgQueryModule>;
}
